import { dataType, type Graph, type GraphNode, nodeOf } from '../graph/graph';

/** Casts bytes to float32 at once where the graph does it by way of int32. */
export function dedupeCasts(graph: Graph): Graph {
  return new Map([...graph].map(([name, node]) => [name, fromBytes(node, graph)]));
}

function fromBytes(node: GraphNode, graph: Graph): GraphNode {
  const before = graph.get(nodeOf(node.inputs[0] ?? ''));
  const merges =
    node.op === 'Cast' &&
    node.attributes['DstT']?.type === dataType.float32 &&
    before?.op === 'Cast' &&
    before.attributes['SrcT']?.type === dataType.uint8 &&
    before.attributes['DstT']?.type === dataType.int32;
  return merges
    ? { ...node, inputs: before.inputs, attributes: { ...node.attributes, SrcT: { type: dataType.uint8 } } }
    : node;
}

import { type Graph, type GraphNode, mapInputs, nodeOf, outputAt } from '../graph/graph';

/** Takes out reshapes and casts that change nothing, and the first of two reshapes in a row. */
export function removeIdentities(graph: Graph): Graph {
  const instead = new Map<string, string>();
  const follow = (reference: string): string => instead.get(reference) ?? reference;
  for (const node of graph.values()) {
    const source = follow(node.inputs[0] ?? '');
    if (changesNothing(node, source, graph)) instead.set(`${node.name}:0`, source);
  }
  const direct = mapInputs(new Map([...graph].filter(([name]) => !instead.has(`${name}:0`))), follow);
  return mapInputs(direct, (reference, node) =>
    node.op === 'Reshape' && node.inputs[0] === reference ? beforeReshape(reference, direct) : reference,
  );
}

function changesNothing({ op, outputs }: GraphNode, source: string, graph: Graph): boolean {
  if (op !== 'Reshape' && op !== 'Cast') return false;
  const before = outputAt(source, graph);
  const after = outputs[0];
  return (
    before !== undefined &&
    after !== undefined &&
    before.dtype === after.dtype &&
    before.shape.join() === after.shape.join()
  );
}

function beforeReshape(reference: string, graph: Graph): string {
  const node = graph.get(nodeOf(reference));
  return node?.op === 'Reshape' ? beforeReshape(node.inputs[0] as string, graph) : reference;
}

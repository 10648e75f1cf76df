import { type Graph, type GraphNode, nodeOf, outputAt } from '../graph/graph';

const channelsLast = { s: new TextEncoder().encode('NHWC') };

/**
 * Writes the sum of a tensor and one number a channel as BiasAdd, and the sum over all but the channels as its
 * gradient: TensorFlow fuses both with convolutions.
 */
export function biasAdd(graph: Graph): Graph {
  return new Map(
    [...graph].map(([name, node]) => [name, asBiasAdd(node, graph) ?? asBiasAddGrad(node, graph) ?? node]),
  );
}

function asBiasAdd(node: GraphNode, graph: Graph): GraphNode | undefined {
  if (node.op !== 'Add' && node.op !== 'AddV2') return undefined;
  const [x, bias] = node.inputs.map((reference) => outputAt(reference, graph));
  const fits =
    x !== undefined &&
    bias !== undefined &&
    x.shape.length > 1 &&
    bias.shape.length === 1 &&
    x.shape.at(-1) === bias.shape[0];
  return fits ? { ...node, op: 'BiasAdd', attributes: { T: { type: x.dtype }, data_format: channelsLast } } : undefined;
}

function asBiasAddGrad(node: GraphNode, graph: Graph): GraphNode | undefined {
  const x = outputAt(node.inputs[0] ?? '', graph);
  if (
    node.op !== 'Sum' ||
    x === undefined ||
    x.shape.length < 2 ||
    x.dtype !== 1 ||
    node.attributes['keep_dims']?.b === true
  )
    return undefined;
  const axes = constantIntegers(node.inputs[1] ?? '', graph);
  const others = x.shape.slice(1).map((_, axis) => axis);
  if (axes === undefined || axes.join() !== others.join() || node.outputs[0]?.shape.length !== 1) return undefined;
  return {
    ...node,
    op: 'BiasAddGrad',
    inputs: [node.inputs[0] as string],
    attributes: { T: { type: x.dtype }, data_format: channelsLast },
  };
}

/** The numbers of an int32 constant, sorted. */
function constantIntegers(reference: string, graph: Graph): number[] | undefined {
  const bytes = graph.get(nodeOf(reference))?.attributes['value']?.tensor?.tensorContent;
  return bytes === undefined ? undefined : [...new Int32Array(bytes.slice().buffer)].sort((a, b) => a - b);
}

import { dataType, type Graph, type GraphNode, nodeOf, outputAt, type NodeOutput, usesOf } from '../graph/graph';
import { constant } from './constant';
import { textOf } from './convolution';

/** A normalization, the convolution that it is folded into, and the bias in between, where there is one. */
interface Chain {
  readonly norm: GraphNode;
  readonly convolution: GraphNode;
  readonly bias: GraphNode | undefined;
}

/**
 * Folds batch normalization of predictions into the convolution before it, which then multiplies by kernel * scale and
 * adds (bias - mean) * scale + beta, where scale = gamma / sqrt(variance + epsilon):
 * work for each weight in place of each pixel, and TensorFlow fuses the new bias, a sum and a ReLU behind it with the
 * convolution. Weights change between runs, so the graph folds them again at each.
 * Left alone where somebody else wants the convolution's result, and where the kernel has more numbers than the result.
 */
export function foldBatchNorm(graph: Graph): Graph {
  const uses = usesOf(graph);
  const result = new Map<string, GraphNode>();
  for (const node of graph.values()) {
    const chain = chainOf(node, graph, uses);
    if (chain?.bias !== undefined) result.delete(chain.bias.name);
    if (chain !== undefined) result.delete(chain.convolution.name); // it comes again, behind its new kernel
    for (const made of chain === undefined ? [node] : folded(chain, graph)) result.set(made.name, made);
  }
  return result;
}

function chainOf(norm: GraphNode, graph: Graph, uses: ReadonlyMap<string, readonly string[]>): Chain | undefined {
  if (norm.op !== 'FusedBatchNormV3' || norm.attributes['is_training']?.b !== false || !channelsLast(norm))
    return undefined;
  const onlyFirst = uses.get(norm.name)?.every((reference) => reference === `${norm.name}:0`) ?? false;
  const before = graph.get(nodeOf(norm.inputs[0] ?? ''));
  const bias = before?.op === 'BiasAdd' ? before : undefined;
  const convolution = bias === undefined ? before : graph.get(nodeOf(bias.inputs[0] ?? ''));
  if (!onlyFirst || convolution === undefined || !isConvolution(convolution) || !channelsLast(convolution))
    return undefined;
  const alone = [convolution, bias].every((node) => node === undefined || uses.get(node.name)?.length === 1);
  return alone && isCheaper(convolution, graph) ? { norm, convolution, bias } : undefined;
}

function isConvolution({ op, outputs }: GraphNode): boolean {
  return (op === 'Conv2D' || op === 'DepthwiseConv2dNative') && outputs[0]?.dtype === dataType.float32;
}

function channelsLast({ attributes }: GraphNode): boolean {
  return textOf(attributes, 'data_format') === 'NHWC';
}

function isCheaper({ inputs, outputs }: GraphNode, graph: Graph): boolean {
  const size = (output: NodeOutput | undefined): number =>
    output?.shape.reduce((product, side) => product * side, 1) ?? 0;
  return size(outputs[0]) >= size(outputAt(inputs[1] ?? '', graph));
}

function folded({ norm, convolution, bias }: Chain, graph: Graph): GraphNode[] {
  const [, gamma, beta, mean, variance] = norm.inputs as [string, string, string, string, string];
  const [x, kernel] = convolution.inputs as [string, string];
  const { shape } = outputAt(kernel, graph) as NodeOutput;
  const channels = outputAt(gamma, graph)?.shape ?? [];
  const at = (what: string): string => `${norm.name}/${what}`;
  const compute = (
    what: string,
    op: string,
    inputs: readonly string[],
    of: readonly number[] = channels,
  ): GraphNode => ({
    name: at(what),
    op,
    inputs,
    attributes: { T: { type: dataType.float32 } },
    outputs: [{ dtype: dataType.float32, shape: of }],
  });
  // A depthwise kernel is [height, width, channels in, multiplier]: the channels that come out are numbered along both.
  const matrix = convolution.op === 'DepthwiseConv2dNative' ? shape.slice(2) : undefined;
  const { outputs, attributes } = norm;
  return [
    constant(at('epsilon'), Float32Array.of(attributes['epsilon']?.f ?? 1e-4), []),
    compute('above_zero', 'AddV2', [variance, `${at('epsilon')}:0`]),
    compute('spread', 'Rsqrt', [`${at('above_zero')}:0`]),
    compute('scale', 'Mul', [gamma, `${at('spread')}:0`]),
    ...(matrix === undefined
      ? []
      : [
          constant(at('shape'), Int32Array.from(matrix)),
          reshaped(compute('matrix', 'Reshape', [`${at('scale')}:0`, `${at('shape')}:0`], matrix)),
        ]),
    compute('kernel', 'Mul', [kernel, `${at(matrix === undefined ? 'scale' : 'matrix')}:0`], shape),
    { ...convolution, inputs: [x, `${at('kernel')}:0`, ...convolution.inputs.slice(2)] },
    ...(bias === undefined
      ? [compute('centered', 'Neg', [mean])]
      : [compute('centered', 'Sub', [bias.inputs[1] as string, mean])]),
    compute('scaled', 'Mul', [`${at('centered')}:0`, `${at('scale')}:0`]),
    compute('offset', 'AddV2', [`${at('scaled')}:0`, beta]),
    {
      name: norm.name,
      op: 'BiasAdd',
      inputs: [`${convolution.name}:0`, `${at('offset')}:0`],
      attributes: { T: { type: dataType.float32 }, data_format: convolution.attributes['data_format'] ?? {} },
      outputs: outputs.slice(0, 1),
    },
  ];
}

function reshaped(node: GraphNode): GraphNode {
  return { ...node, attributes: { ...node.attributes, Tshape: { type: dataType.int32 } } };
}

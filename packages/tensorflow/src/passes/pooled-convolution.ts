import {
  type Attribute,
  dataType,
  type Graph,
  type GraphNode,
  nodeOf,
  outputAt,
  outputOf,
  usesOf,
} from '../graph/graph';
import { constant } from './constant';
import { isProfitable, plainPadding, textOf } from './convolution';

/** The convolution of a block, its bias where it has one, and what comes after. */
interface Block {
  readonly convolution: GraphNode;
  readonly bias: string | undefined;
  /** Gamma, beta, mean and variance, where the block has a normalization. */
  readonly norm: readonly string[];
  readonly poolSize: number;
  readonly epsilon: Attribute;
  /** The node whose place the operation takes. */
  readonly end: GraphNode;
}

/**
 * Computes convolution, bias, ReLU, normalization and max pooling of predictions by one operation of polyhead's own,
 * which does not write the large images in between. Blocks without a normalization are taken too; those of images
 * of more channels than `mostChannels` are left to TensorFlow.
 */
export function pooledConvolution(graph: Graph, mostChannels: number): Graph {
  const uses = usesOf(graph);
  /** The node before, where nobody else wants its first output. */
  const before = (node: GraphNode | undefined, op: string): GraphNode | undefined => {
    const reference = node?.inputs[0] ?? '';
    const found = graph.get(nodeOf(reference));
    return found?.op === op && outputOf(reference) === 0 && uses.get(found.name)?.length === 1 ? found : undefined;
  };
  const blockOf = (end: GraphNode): Block | undefined => {
    const normalized = end.op === 'PolyheadReluBatchNormPoolInference';
    const poolSize = normalized ? Number(end.attributes['pool_size']?.i) : poolSizeOf(end);
    const activated = normalized ? end : before(end, 'Relu');
    if (poolSize === undefined || activated === undefined) return undefined;
    const bias = before(activated, 'BiasAdd');
    const convolution = before(bias ?? activated, 'Conv2D');
    const block = convolution && {
      convolution,
      bias: bias?.inputs[1],
      norm: normalized ? end.inputs.slice(1) : [],
      poolSize,
      epsilon: end.attributes['epsilon'] ?? { f: 0 },
      end,
    };
    return block !== undefined && fits(block, graph, mostChannels) ? block : undefined;
  };
  return new Map(
    [...graph.values()].flatMap((node) => {
      const block = blockOf(node);
      return (block === undefined ? [node] : asOne(block, graph)).map((made) => [made.name, made] as const);
    }),
  );
}

/** Side of the windows of a max pooling without overlap whose last windows are whole. */
function poolSizeOf({ op, attributes }: GraphNode): number | undefined {
  const [, height, width] = (attributes['ksize']?.list?.i ?? []).map(Number);
  const steps = (attributes['strides']?.list?.i ?? []).map(Number).join();
  const fitting =
    op === 'MaxPool' &&
    height === width &&
    steps === `1,${height},${width},1` &&
    textOf(attributes, 'padding') === 'VALID' &&
    textOf(attributes, 'data_format') !== 'NCHW';
  return fitting ? height : undefined;
}

function fits({ convolution, poolSize, end }: Block, graph: Graph, mostChannels: number): boolean {
  const filter = outputAt(convolution.inputs[1] ?? '', graph);
  const [output] = convolution.outputs;
  if (
    filter?.dtype !== dataType.float32 ||
    output?.dtype !== dataType.float32 ||
    end.outputs[0]?.dtype !== dataType.float32
  )
    return false;
  const channels = filter.shape[2] ?? 0;
  return (
    (poolSize === 2 || poolSize === 3) &&
    plainPadding(convolution) !== undefined &&
    channels <= mostChannels &&
    (output.shape[1] ?? 0) >= poolSize &&
    isProfitable(filter, output)
  );
}

function asOne({ convolution, bias, norm, poolSize, epsilon, end }: Block, graph: Graph): GraphNode[] {
  const [x, filter] = convolution.inputs as [string, string];
  const none = constant(`${end.name}/no_bias`, new Float32Array(outputAt(filter, graph)?.shape[3] ?? 0));
  return [
    ...(bias === undefined ? [none] : []),
    {
      name: end.name,
      op: 'PolyheadConv2DReluPool',
      inputs: [x, filter, bias ?? `${none.name}:0`, ...norm],
      attributes: {
        T: { type: dataType.float32 },
        N: { i: norm.length },
        pool_size: { i: poolSize },
        epsilon,
        same: { b: plainPadding(convolution) === 'SAME' },
      },
      outputs: end.outputs,
    },
  ];
}

import { dataType, type Graph, type GraphNode, nodeOf, outputAt, outputOf } from '../graph/graph';

/** Which inputs and outputs of an operation have the type of its attribute T. */
interface Typed {
  readonly inputs: readonly number[] | 'all';
  readonly outputs: readonly number[];
}

const one = { inputs: [0], outputs: [0] };
const two = { inputs: [0, 1], outputs: [0] };

/** Operations on images that have fast bfloat16 kernels. Statistics of batch normalization stay float32. */
const core: Readonly<Record<string, Typed>> = {
  AvgPool: one,
  AvgPoolGrad: { inputs: [1], outputs: [0] },
  BiasAdd: two,
  BiasAddGrad: one,
  Conv2D: two,
  Conv2DBackpropFilter: { inputs: [0, 2], outputs: [0] },
  Conv2DBackpropInput: { inputs: [1, 2], outputs: [0] },
  FusedBatchNormGradV3: two,
  FusedBatchNormV3: one,
  MaxPool: one,
  MaxPoolGrad: { inputs: [0, 1, 2], outputs: [0] },
  Merge: { inputs: 'all', outputs: [0] },
  PolyheadConv2DReluPool: { inputs: [], outputs: [0] },
  PolyheadReluBatchNormPool: { inputs: [0], outputs: [0, 3] },
  PolyheadReluBatchNormPoolGrad: { inputs: [0, 1, 2], outputs: [0] },
  PolyheadReluBatchNormPoolInference: one,
  Relu: one,
  ReluGrad: two,
  Switch: { inputs: [0], outputs: [0, 1] },
};

/** Operations that follow their neighbors. */
const followers: Readonly<Record<string, Typed>> = {
  Add: two,
  AddN: { inputs: 'all', outputs: [0] },
  AddV2: two,
  Mul: two,
  SelectV2: { inputs: [1, 2], outputs: [0] },
  StridedSlice: one,
  StridedSliceGrad: { inputs: [4], outputs: [0] },
};

/**
 * The input of a convolution that is its filter: weights, whatever is computed with them in the graph, are rounded once
 * and last.
 */
const filterInput: Readonly<Record<string, number>> = { Conv2D: 1, Conv2DBackpropInput: 1 };

const isImage = ({ outputs }: GraphNode): boolean =>
  outputs[0]?.shape.length === 4 && outputs[0].dtype === dataType.float32;

/**
 * Computes convolutions, batch normalization, pooling, ReLU and what lies between them on images in bfloat16.
 * Weights, gradients of weights, dense layers, losses and optimizers stay float32.
 * The idea is that of mixed precision training (Micikevicius et al., 2017; Kalamkar et al., 2019, for bfloat16).
 */
export function bfloat16(graph: Graph): Graph {
  const chosen = choose(graph);
  const made = new Map<string, GraphNode>();
  const casts = new Map<string, string>();
  const typeAt = (reference: string): number | undefined => outputAt(reference, graph)?.dtype;
  const isNarrow = (reference: string): boolean =>
    chosen.get(nodeOf(reference))?.outputs.includes(outputOf(reference)) ?? false;
  const cast = (reference: string, to: number): string => {
    const key = `${reference}>${to}`;
    const known = casts.get(key);
    if (known !== undefined) return known;
    const name = `${nodeOf(reference)}/as_${to === dataType.bfloat16 ? 'bfloat16' : 'float32'}_${outputOf(reference)}`;
    const shape = outputAt(reference, graph)?.shape ?? [];
    const from = to === dataType.bfloat16 ? dataType.float32 : dataType.bfloat16;
    made.set(name, {
      name,
      op: 'Cast',
      inputs: [reference],
      attributes: { SrcT: { type: from }, DstT: { type: to } },
      outputs: [{ dtype: to, shape }],
    });
    casts.set(key, `${name}:0`);
    return `${name}:0`;
  };
  for (const node of graph.values()) {
    const typed = chosen.get(node.name);
    const inputs = node.inputs.map((reference, index) => {
      if (reference.startsWith('^')) return reference;
      const wantsNarrow = isNarrowInput(typed, index) && typeAt(reference) === dataType.float32;
      if (wantsNarrow) return isNarrow(reference) ? reference : cast(reference, dataType.bfloat16);
      return isNarrow(reference) ? cast(reference, dataType.float32) : reference;
    });
    made.set(node.name, typed === undefined ? { ...node, inputs } : narrowed({ ...node, inputs }, typed));
  }
  return made;
}

function isNarrowInput(typed: Typed | undefined, index: number): boolean {
  return typed !== undefined && (typed.inputs === 'all' || typed.inputs.includes(index));
}

function narrowed(node: GraphNode, { outputs }: Typed): GraphNode {
  return {
    ...node,
    attributes: { ...node.attributes, T: { type: dataType.bfloat16 } },
    outputs: node.outputs.map((output, index) =>
      outputs.includes(index) ? { ...output, dtype: dataType.bfloat16 } : output,
    ),
  };
}

/** The nodes that become bfloat16: the core, and what has images from it or only hands images to it. */
function choose(graph: Graph): ReadonlyMap<string, Typed> {
  const chosen = new Map<string, Typed>();
  const consumers = new Map<string, GraphNode[]>();
  for (const node of graph.values()) {
    for (const input of node.inputs) consumers.set(nodeOf(input), [...(consumers.get(nodeOf(input)) ?? []), node]);
    const typed = core[node.op];
    if (typed !== undefined && takesImages(node, graph)) chosen.set(node.name, typed);
  }
  const fromCore = (node: GraphNode): boolean =>
    node.inputs.some((input) => chosen.has(nodeOf(input)) && graph.get(nodeOf(input))?.op !== 'Conv2DBackpropFilter');
  const takesAsImage = ({ name, op, inputs }: GraphNode, given: string): boolean =>
    inputs.every(
      (input, index) =>
        nodeOf(input) !== given || (isNarrowInput(chosen.get(name), index) && index !== filterInput[op]),
    );
  const toCore = ({ name }: GraphNode): boolean =>
    (consumers.get(name) ?? []).length > 0 &&
    (consumers.get(name) ?? []).every((consumer) => takesAsImage(consumer, name));
  for (let before = -1; before !== chosen.size;) {
    before = chosen.size;
    for (const node of graph.values()) {
      const typed = followers[node.op];
      if (
        typed !== undefined &&
        isImage(node) &&
        !chosen.has(node.name) &&
        ((node.op !== 'SelectV2' && fromCore(node)) || toCore(node))
      )
        chosen.set(node.name, typed);
    }
  }
  return chosen;
}

/** Batch normalization, bias and ReLU of dense layers are not worth the casts. */
function takesImages(node: GraphNode, graph: Graph): boolean {
  return node.inputs.some((input) => {
    const output = outputAt(input, graph);
    const [, height = 1, width = 1] = output?.shape ?? [];
    return output?.shape.length === 4 && output.dtype === dataType.float32 && height * width > 1;
  });
}

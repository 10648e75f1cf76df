import { type Graph, type GraphNode, nodeOf, outputAt } from '../graph/graph';
import { constant } from './constant';

/**
 * tfjs multiplies matrices as batches of one: [1, a, b] x [1, b, c]. As MatMul of the matrices themselves the product
 * can be fused with a bias and a ReLU.
 */
export function matMul(graph: Graph): Graph {
  return new Map(
    [...graph].flatMap(([name, node]) =>
      rewrite(node, graph).map((made) => [made.name === '' ? name : made.name, made] as const),
    ),
  );
}

function rewrite(node: GraphNode, graph: Graph): GraphNode[] {
  const [first, second] = node.inputs.map((reference) => squeezed(reference, graph));
  if (node.op !== 'BatchMatMulV2' || first === undefined || second === undefined) return [node];
  const output = node.outputs[0] as GraphNode['outputs'][number];
  const product = `${node.name}/matrix`;
  const shape = `${node.name}/shape`;
  const { T, adj_x: transposed, adj_y: transposedToo } = node.attributes;
  return [
    {
      name: product,
      op: 'MatMul',
      inputs: [first, second],
      attributes: {
        ...(T && { T }),
        transpose_a: transposed ?? { b: false },
        transpose_b: transposedToo ?? { b: false },
      },
      outputs: [{ ...output, shape: output.shape.slice(1) }],
    },
    constant(shape, Int32Array.from(output.shape)),
    {
      name: node.name,
      op: 'Reshape',
      inputs: [`${product}:0`, `${shape}:0`],
      attributes: { ...(T && { T }), Tshape: { type: 3 } },
      outputs: node.outputs,
    },
  ];
}

/** The matrix that was reshaped to [1, rows, columns], some reshapes ago. */
function squeezed(reference: string, graph: Graph): string | undefined {
  const shape = outputAt(reference, graph)?.shape ?? [];
  if (shape.length !== 3 || shape[0] !== 1) return undefined;
  const matrix = shape.slice(1).join();
  for (let node = graph.get(nodeOf(reference)); node?.op === 'Reshape';) {
    const source = node.inputs[0] ?? '';
    node = graph.get(nodeOf(source));
    if (outputAt(source, graph)?.shape.join() === matrix) return source;
  }
  return undefined;
}

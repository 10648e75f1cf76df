import { type Attribute, dataType, type Graph, type GraphNode, nodeOf, usesOf } from '../graph/graph';
import { constant } from './constant';

/** Names batch normalization of predictions by its newer operation, which knows bfloat16. */
export function newerBatchNorm(graph: Graph): Graph {
  const float: Attribute = { type: dataType.float32 };
  return new Map(
    [...graph].map(([name, node]) => [
      name,
      node.op === 'FusedBatchNorm' && node.attributes['is_training']?.b === false
        ? { ...node, op: 'FusedBatchNormV3', attributes: { ...node.attributes, T: float, U: float } }
        : node,
    ]),
  );
}

/**
 * Lets predictions pool before they normalize, which is so much less to normalize. Where every gamma is positive the
 * largest input gives the largest output, and the result is the same to the last bit;
 * the graph looks at gamma at every run, and does it in the old order where one is not.
 */
export function poolFirst(graph: Graph): Graph {
  const uses = usesOf(graph);
  const result = new Map<string, GraphNode>();
  for (const node of graph.values()) {
    const norm = graph.get(nodeOf(node.inputs[0] ?? ''));
    const fits =
      node.op === 'MaxPool' &&
      norm?.op === 'FusedBatchNormV3' &&
      norm.attributes['is_training']?.b === false &&
      uses.get(norm.name)?.length === 1;
    for (const made of fits ? commutative(norm, node) : [node]) result.set(made.name, made);
  }
  return result;
}

/** Both orders, and a switch: what hangs on the side that is not taken is not computed. */
function commutative(norm: GraphNode, pool: GraphNode): GraphNode[] {
  const [x, gamma, ...rest] = norm.inputs as [string, string, ...string[]];
  const [big, small] = [norm.outputs[0], pool.outputs[0]] as [
    GraphNode['outputs'][number],
    GraphNode['outputs'][number],
  ];
  const at = (what: string): string => `${pool.name}/${what}`;
  const type: Attribute = { type: dataType.float32 };
  const bool = [{ dtype: dataType.bool, shape: [] }];
  const number = [{ dtype: dataType.float32, shape: [] }];
  const normalized = (name: string, input: string, output: GraphNode['outputs'][number]): GraphNode => ({
    ...norm,
    name: at(name),
    inputs: [input, gamma, ...rest],
    outputs: [output, ...norm.outputs.slice(1)],
  });
  return [
    constant(at('axis'), Int32Array.of(0)),
    constant(at('zero'), Float32Array.of(0), []),
    {
      name: at('least'),
      op: 'Min',
      inputs: [gamma, `${at('axis')}:0`],
      attributes: { T: type, Tidx: { type: dataType.int32 }, keep_dims: { b: false } },
      outputs: number,
    },
    {
      name: at('positive'),
      op: 'Greater',
      inputs: [`${at('least')}:0`, `${at('zero')}:0`],
      attributes: { T: type },
      outputs: bool,
    },
    {
      name: at('switch'),
      op: 'Switch',
      inputs: [x, `${at('positive')}:0`],
      attributes: { T: type },
      outputs: [big, big],
    },
    { ...pool, name: at('pooled'), inputs: [`${at('switch')}:1`], outputs: [small] },
    normalized('then_normalized', `${at('pooled')}:0`, small),
    normalized('normalized', `${at('switch')}:0`, big),
    { ...pool, name: at('then_pooled'), inputs: [`${at('normalized')}:0`], outputs: [small] },
    {
      name: pool.name,
      op: 'Merge',
      inputs: [`${at('then_pooled')}:0`, `${at('then_normalized')}:0`],
      attributes: { T: type, N: { i: 2 } },
      outputs: [small, { dtype: dataType.int32, shape: [] }],
    },
  ];
}

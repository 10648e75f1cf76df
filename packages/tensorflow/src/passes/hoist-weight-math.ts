import { type Graph, type GraphNode, mapInputs, nodeOf, type NodeOutput, outputAt, reachable } from '../graph/graph';
import { markerAfter, cachedWeights } from '../graph/cached-weights';

/** A graph that keeps what it computes from weights alone. */
export interface WeightCachePlan {
  readonly graph: Graph;
  /** Nodes to compute whenever weights have changed, before the next run: they compute the kept values again. */
  readonly refresh: readonly string[];
}

/** What a node depends on: constants, weights as they are, or something computed from weights. */
type Kind = 'constant' | 'weight' | 'computed';

/** Operations whose result follows from their inputs alone and is about as small as they are. */
const pure = new Set([
  'Abs',
  'Add',
  'AddV2',
  'Cast',
  'ConcatV2',
  'Div',
  'Exp',
  'Greater',
  'Less',
  'Log',
  'MatMul',
  'Max',
  'Maximum',
  'Mean',
  'Min',
  'Minimum',
  'Mul',
  'Neg',
  'Pow',
  'RealDiv',
  'Reciprocal',
  'Rsqrt',
  'Sigmoid',
  'Softplus',
  'Sqrt',
  'Square',
  'Sub',
  'Sum',
  'Tanh',
  'Transpose',
]);
/** Operations that only give the same numbers another shape: their results are not worth keeping. */
const free = new Set(['ExpandDims', 'Identity', 'Reshape', 'Squeeze']);

/**
 * Moves what depends on weights alone (batch normalization folded into kernels, kernels rounded to bfloat16) out of the
 * run: its results live in variables of the graph, computed when weights have changed.
 * A variable that the graph itself assigns is no weight.
 */
export function keepWeights(graph: Graph, wanted: readonly string[]): WeightCachePlan {
  const kinds = kindsOf(graph);
  const stays = ({ name }: GraphNode): boolean => !kinds.has(name);
  const names = new Map<string, string>();
  for (const { inputs } of [...graph.values()].filter(stays)) {
    for (const input of inputs)
      if (kinds.get(nodeOf(input)) === 'computed' && !names.has(input)) names.set(input, `kept_${names.size}`);
  }
  const stored = [...names].flatMap(([source, handle]) =>
    cachedWeights(handle, source, outputAt(source, graph) as NodeOutput),
  );
  const markers = [...names.values()].map((handle) => markerAfter(`${handle}/refreshed`, `${handle}/assign`));
  const rewired = mapInputs(graph, (input, node) =>
    stays(node) && names.has(input) ? `${names.get(input)}/read:0` : input,
  );
  const whole = new Map([...rewired, ...[...stored, ...markers].map((node) => [node.name, node] as const)]);
  const refresh = markers.map(({ name }) => name);
  return { graph: reachable(whole, [...wanted, ...refresh]), refresh };
}

function kindsOf(graph: Graph): ReadonlyMap<string, Kind> {
  const assigned = new Set(
    [...graph.values()]
      .filter(({ op }) => op === 'AssignVariableOp')
      .map(({ inputs: [handle = ''] }) => nodeOf(handle)),
  );
  const kinds = new Map<string, Kind>();
  for (const { name, op, inputs } of graph.values()) {
    const kind =
      op === 'ReadVariableOp' && !assigned.has(nodeOf(inputs[0] ?? ''))
        ? 'weight'
        : kindFrom(
            op,
            inputs.map((input) => (input.startsWith('^') ? undefined : kinds.get(nodeOf(input)))),
          );
    if (kind !== undefined) kinds.set(name, kind);
  }
  return kinds;
}

function kindFrom(op: string, inputs: readonly (Kind | undefined)[]): Kind | undefined {
  if (op === 'Const' && inputs.length === 0) return 'constant';
  if (!(pure.has(op) || free.has(op)) || inputs.includes(undefined)) return undefined;
  if (inputs.every((kind) => kind === 'constant')) return 'constant';
  return free.has(op) && !inputs.includes('computed') ? 'weight' : 'computed';
}

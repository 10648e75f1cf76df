import type { Variable } from '@tensorflow/tfjs-core';
import type { NativeBackend, NativeTensor } from '../graph/binding';
import { type Graph, reachable } from '../graph/graph';
import { hasFastConvolutions } from '../kernels/custom-ops';
import { bfloat16 } from '../passes/bfloat16';
import { fuse } from '../passes/fuse';
import { keepWeights, type WeightCachePlan } from '../passes/hoist-weight-math';
import { useCustomConvolutions } from '../passes/custom-convolutions';
import { type GraphValues, VariableStore } from './variable-store';
import { type Feed, openSession, type Session } from './session';
import { markerAfter } from '../graph/cached-weights';
import type { Trace } from '../tracing/trace';
import { type GraphVariable, variableNodes } from '../tracing/variables';
import { PolyheadError } from '@polyhead/core';

/** Type of the numbers that a graph computes with. */
export type Precision = 'float32' | 'bfloat16';

/** One trace as a graph that TensorFlow has loaded. */
export interface LoadedGraph {
  /**
   * Computes the outputs from inputs given by native id, with the newest values of the variables. The caller frees the
   * outputs.
   */
  run(inputs: Readonly<Record<string, number>>): Record<string, NativeTensor>;
  /** Frees the graph; values that only this graph has go to the variables. */
  dispose(): void;
}

/** Loads a trace; `variables` are all variables that it may use. */
export function loadGraph(
  backend: NativeBackend,
  trace: Trace,
  variables: readonly GraphVariable[],
  precision: Precision,
): LoadedGraph {
  const { graph, used, refresh } = graphOf(backend, trace, variables, precision);
  const session = openSession(backend, graph);
  const all = used.map(({ variable }) => variable);
  const changed = all.filter((variable) => trace.changed.has(variable));
  const values = graphValues(backend, session, used);
  const store = VariableStore.of(backend);
  const wanted = requestedOutputs(trace);
  let stale = refresh.length > 0;
  const updateWeights = (): void => {
    stale = (store.upload(values, all) || stale) && refresh.length > 0;
    if (stale) compute(backend, session, refresh);
    stale = false;
  };
  return {
    run: (inputs) => {
      assertAlive(all);
      updateWeights();
      const feeds = Object.entries(trace.feeds).filter(([, feed]) => graph.has(feed));
      const results = session.run(
        feeds.map(([name, feed]) => ({ name: feed, id: inputs[name] as number })),
        wanted,
      );
      store.markModified(values, changed);
      if (trace.done !== undefined) backend.binding.deleteTensor((results.at(-1) as NativeTensor).id);
      return Object.fromEntries(
        Object.keys(trace.fetches).map((name, index) => [name, results[index] as NativeTensor]),
      );
    },
    dispose: () => {
      store.release(values, all);
      session.dispose();
    },
  };
}

function assertAlive(variables: readonly Variable[]): void {
  const gone = variables.find(({ isDisposed }) => isDisposed);
  if (gone !== undefined)
    throw new PolyheadError(
      'DISPOSED',
      `compile: expected variable "${gone.name}" to live as long as the compiled function that uses it, ` +
        'but it was disposed. Dispose the function first.',
      { where: 'compile', hint: 'Dispose the function first.' },
    );
}

/** A trace as a complete graph without weights. */
export interface TraceGraph extends WeightCachePlan {
  /** The variables that the graph uses. */
  readonly used: readonly GraphVariable[];
}

/** Returns the optimized graph of a trace. */
export function graphOf(
  backend: NativeBackend,
  trace: Trace,
  variables: readonly GraphVariable[],
  precision: Precision,
): TraceGraph {
  const fused = fuse(computation(trace, variables));
  const faster = hasFastConvolutions(backend) ? useCustomConvolutions(fused, precision) : fused;
  const { graph, refresh } = keepWeights(precision === 'bfloat16' ? bfloat16(faster) : faster, requestedOutputs(trace));
  const used = variables.filter(({ nodes }) => graph.has(nodes.handle));
  return { graph: addOutputPorts(graph, used), used, refresh };
}

/** Runs nodes for their side effects. */
function compute(
  { binding }: NativeBackend,
  session: Session,
  nodes: readonly string[],
  feeds: readonly Feed[] = [],
): void {
  session.run(feeds, nodes).forEach(({ id }) => binding.deleteTensor(id));
}

/** Returns the nodes that compute the outputs and the new values of the variables. */
function computation(trace: Trace, variables: readonly GraphVariable[]): Graph {
  const nodes = [...variables.flatMap(variableNodes), ...trace.nodes];
  return reachable(new Map(nodes.map((node) => [node.name, node])), requestedOutputs(trace));
}

function requestedOutputs({ fetches, done }: Trace): readonly string[] {
  return [...Object.values(fetches), ...(done === undefined ? [] : [done])];
}

/** Adds nodes to a graph that read and set its variables from outside. */
function addOutputPorts(graph: Graph, variables: readonly GraphVariable[]): Graph {
  const ports = variables.flatMap((variable) => [
    ...variableNodes(variable),
    markerAfter(portOf(variable), variable.nodes.assign),
  ]);
  return new Map([...ports.map((node) => [node.name, node] as const), ...graph]);
}

function portOf({ nodes }: GraphVariable): string {
  return `${nodes.handle}/written`;
}

function graphValues(backend: NativeBackend, session: Session, variables: readonly GraphVariable[]): GraphValues {
  const byVariable = new Map<Variable, GraphVariable>(variables.map((known) => [known.variable, known]));
  const find = (variable: Variable): GraphVariable => byVariable.get(variable) as GraphVariable;
  return {
    read: (wanted) =>
      session.run(
        [],
        wanted.map((variable) => find(variable).nodes.read),
      ),
    write: (given, ids) => {
      const feeds = given.map((variable, index) => ({ name: find(variable).nodes.fresh, id: ids[index] as number }));
      compute(
        backend,
        session,
        given.map((variable) => portOf(find(variable))),
        feeds,
      );
    },
  };
}

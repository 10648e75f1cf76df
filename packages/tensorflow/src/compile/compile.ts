import { type Tensor, type TensorInfo, type Variable } from '@tensorflow/tfjs-core';
import { nativeBackend, type NativeTensor } from './binding';
import type { Graph, GraphNode } from './graph';
import { fuse } from './passes/fuse';
import { openSession, type Session } from './session';
import { type TensorFunction, trace, type Trace } from './trace';
import { type GraphVariable, graphVariable, idOf, variableNodes } from './variables';

/** A function that runs as one TensorFlow graph. */
export interface Compiled<Input extends string, Output extends string> {
  /** Computes the outputs and changes the graph's variables; the caller frees the outputs. The first call with new shapes or types records and loads a graph. */
  run(inputs: Readonly<Record<Input, Tensor>>): Record<Output, Tensor>;
  /** Copies the graph's variables into the tf.Variables of the function. */
  pull(): void;
  /** Copies the tf.Variables into the graph: call it after changing one by hand. */
  push(): void;
  /** Frees the graph after a last `pull`. */
  dispose(): void;
}

/**
 * Records a function over tensors and variables while it runs once for real, and from then on runs it as one TensorFlow graph: "tf.function" for tfjs.
 */
export function compile<Input extends string, Output extends string>(run: TensorFunction<Input, Output>): Compiled<Input, Output> {
  const backend = nativeBackend('compile');
  const variables = new Map<Variable, GraphVariable>();
  const traces = new Map<string, Trace>();
  let session: Session | undefined;

  const variableOf = (variable: Variable): GraphVariable => {
    const known = variables.get(variable) ?? graphVariable(variable, variables.size);
    variables.set(variable, known);
    return known;
  };
  const used = (): GraphVariable[] => [...variables.values()].filter(({ nodes }) => [...traces.values()].some((traced) => traced.nodes.some(({ inputs }) => inputs.some((input) => input.includes(nodes.read) || input.includes(nodes.handle)))));
  const pull = (): void => {
    if (session === undefined) return;
    const wanted = used();
    const values = session.run([], wanted.map(({ nodes }) => nodes.read));
    wanted.forEach(({ variable }, index) => {
      const value = backend.createOutputTensor(values[index] as NativeTensor) as Tensor;
      variable.assign(value);
      value.dispose();
    });
  };
  const push = (): void => {
    session?.run(used().map(({ variable, nodes }) => ({ name: nodes.fresh, id: idOf(backend, variable) })), ['pushed']).forEach(({ id }) => backend.binding.deleteTensor(id));
  };
  const traced = (inputs: Readonly<Record<Input, Tensor>>): Trace => {
    const key = signature(inputs);
    const known = traces.get(key);
    if (known !== undefined) return known;
    pull();
    const fresh = trace(backend, `trace_${traces.size}`, run as TensorFunction, inputs, variableOf);
    traces.set(key, fresh);
    session?.dispose();
    session = openSession(backend, assemble([...traces.values()], used()));
    push();
    return fresh;
  };

  return {
    run: (inputs) => {
      const { feeds, fetches } = traced(inputs);
      const fed = Object.entries<Tensor>(inputs).map(([name, tensor]) => ({ name: feeds[name] as string, id: idOf(backend, tensor) }));
      const results = (session as Session).run(fed, Object.values(fetches));
      return Object.fromEntries(Object.keys(fetches).map((name, index) => [name, backend.createOutputTensor(results[index] as NativeTensor)])) as Record<Output, TensorInfo> as Record<Output, Tensor>;
    },
    pull,
    push,
    dispose: () => {
      pull();
      session?.dispose();
      session = undefined;
      traces.clear();
    },
  };
}

function signature(inputs: Readonly<Record<string, Tensor>>): string {
  return Object.entries(inputs).map(([name, { dtype, shape }]) => `${name}:${dtype}[${shape.join()}]`).join(' ');
}

function assemble(traces: readonly Trace[], variables: readonly GraphVariable[]): Graph {
  const pushed: GraphNode = {
    name: 'pushed',
    op: 'Const',
    inputs: variables.map(({ nodes }) => `^${nodes.assign}`),
    attributes: { dtype: { type: 3 }, value: { tensor: { dtype: 3, tensorShape: { dim: [] }, tensorContent: new Uint8Array(4) } } },
    outputs: [{ dtype: 3, shape: [] }],
  };
  const nodes = [...variables.flatMap(variableNodes), pushed, ...traces.flatMap((traced) => traced.nodes)];
  return fuse(new Map(nodes.map((node) => [node.name, node])));
}

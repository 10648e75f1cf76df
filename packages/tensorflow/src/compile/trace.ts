import { type Tensor, type TensorInfo, tidy, type Variable } from '@tensorflow/tfjs-core';
import type { NativeBackend } from './binding';
import { dataType, type GraphNode, shapeValue } from './graph';
import { createRecorder, TraceError } from './recorder';
import { takeSnapshot } from './snapshot';
import { assignNode, existingVariables, type GraphVariable, idOf } from './variables';

/** A function of tensors by name, as {@link compile} takes it. */
export type TensorFunction<Input extends string = string, Output extends string = string> = (inputs: Readonly<Record<Input, Tensor>>) => Readonly<Record<Output, Tensor>>;

/** The nodes of a function for one signature. */
export interface Trace {
  /** Placeholder of each input. */
  readonly feeds: Readonly<Record<string, string>>;
  /** Node of each output; to compute one is to assign all variables too. */
  readonly fetches: Readonly<Record<string, string>>;
  /** The nodes, inputs first. */
  readonly nodes: readonly GraphNode[];
}

/**
 * Runs a function once on real tensors and writes down what it does; variables end as they were.
 * `variableOf` gives a variable its place in the graph, the same one for every trace.
 */
export function trace(backend: NativeBackend, prefix: string, run: TensorFunction, inputs: Readonly<Record<string, Tensor>>, variableOf: (variable: Variable) => GraphVariable): Trace {
  const first = tryTrace(backend, prefix, run, inputs, variableOf);
  // A function that makes variables on its first call, as tfjs' optimizers do: they exist now, with the value they were born with.
  const traced = 'nodes' in first ? first : tryTrace(backend, prefix, run, inputs, variableOf);
  if ('nodes' in traced) return traced;
  throw new TraceError(`compile: the function makes new variables at every call (${traced.born.join(', ')}). Make them once, outside, and use them inside.`);
}

function tryTrace(backend: NativeBackend, prefix: string, run: TensorFunction, inputs: Readonly<Record<string, Tensor>>, variableOf: (variable: Variable) => GraphVariable): Trace | { born: string[] } {
  const recorder = createRecorder(backend, prefix);
  const before = new Map(existingVariables().map((variable) => [variable, idOf(backend, variable)]));
  const feeds = Object.fromEntries(Object.entries(inputs).map(([name, tensor]) => [name, placeholder(recorder, backend, tensor)]));
  for (const [variable, id] of before) recorder.bind(id, `${variableOf(variable).nodes.read}:0`);
  const snapshot = takeSnapshot();
  let outputs: Readonly<Record<string, Tensor>> = {};
  try {
    outputs = recorder.record(() => tidy(() => run(inputs)));
    const born = existingVariables().filter((variable) => !before.has(variable));
    if (born.length > 0) return { born: born.map(({ name }) => name) };
    const changed = [...before].filter(([variable, id]) => !variable.isDisposed && idOf(backend, variable) !== id);
    const assigns = changed.map(([variable]) => assignNode(recorder, variableOf(variable), recorder.referenceOf(idOf(backend, variable))));
    const fetches = Object.fromEntries(Object.entries(outputs).map(([name, tensor]) => [name, fetchNode(recorder, backend, tensor, assigns)]));
    return { feeds, fetches, nodes: recorder.nodes };
  } finally {
    snapshot.restore();
    for (const tensor of Object.values(outputs)) if (!Object.values(inputs).includes(tensor)) tensor.dispose();
  }
}

function placeholder(recorder: ReturnType<typeof createRecorder>, backend: NativeBackend, tensor: Tensor): string {
  const dtype = tensor.dtype === 'int32' ? dataType.int32 : tensor.dtype === 'bool' ? dataType.bool : dataType.float32;
  const name = recorder.add('Placeholder', [], { dtype: { type: dtype }, shape: { shape: shapeValue(tensor.shape) } }, [{ dtype, shape: tensor.shape }]);
  recorder.bind(idOf(backend, tensor), `${name}:0`);
  return name;
}

function fetchNode(recorder: ReturnType<typeof createRecorder>, backend: NativeBackend, tensor: Tensor & TensorInfo, after: readonly string[]): string {
  const reference = recorder.referenceOf(idOf(backend, tensor));
  const dtype = tensor.dtype === 'int32' ? dataType.int32 : tensor.dtype === 'bool' ? dataType.bool : dataType.float32;
  return recorder.add('Identity', [reference, ...after.map((name) => `^${name}`)], { T: { type: dtype } }, [{ dtype, shape: tensor.shape }]);
}

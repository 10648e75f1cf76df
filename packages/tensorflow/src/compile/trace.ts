import { type Tensor, type TensorInfo, tidy, type Variable } from '@tensorflow/tfjs-core';
import type { NativeBackend } from './binding';
import { dataType, type GraphNode, shapeValue } from './graph';
import { asTensor, type Inputs, isBytes } from './inputs';
import { createRecorder, type Recorder, TraceError } from './recorder';
import { takeSnapshot } from './snapshot';
import { assignNode, existingVariables, type GraphVariable, idOf } from './variables';

/** Tensors by name. */
export type Tensors = Readonly<Record<string, Tensor>>;

/** A function of tensors by name, as {@link compile} takes it. */
export type TensorFunction<Given extends object = Tensors, Made extends object = Tensors> = (inputs: Given) => Made;

/** The nodes of a function for one signature. */
export interface Trace {
  /** Placeholder of each input. */
  readonly feeds: Readonly<Record<string, string>>;
  /** Node of each output; to compute one is to assign all variables too. */
  readonly fetches: Readonly<Record<string, string>>;
  /** The nodes, inputs before those who use them. */
  readonly nodes: readonly GraphNode[];
  /** The variables that the function assigns. */
  readonly changed: ReadonlySet<Variable>;
}

/** Names for the nodes of variables, the same for every trace of a function. */
export type VariableNames = (variable: Variable) => GraphVariable;

/** Runs a function once for real and writes down what it does; variables end as they were. */
export function trace(backend: NativeBackend, run: TensorFunction, inputs: Inputs, namesOf: VariableNames): Trace {
  const first = tryTrace(backend, run, inputs, namesOf);
  // A function that makes variables on its first call, as tfjs' optimizers do: they exist now, with the value they were born with.
  const traced = 'nodes' in first ? first : tryTrace(backend, run, inputs, namesOf);
  if ('nodes' in traced) return traced;
  throw new TraceError(`compile: the function makes new variables at every call (${traced.born.join(', ')}). Make them once, outside, and use them inside.`);
}

function tryTrace(backend: NativeBackend, run: TensorFunction, inputs: Inputs, namesOf: VariableNames): Trace | { born: string[] } {
  const recorder = createRecorder(backend);
  const before = new Map(existingVariables().map((variable) => [variable, idOf(backend, variable)]));
  const snapshot = takeSnapshot();
  const operands = Object.entries(inputs).map(([name, input]) => [name, input, asTensor(input)] as const);
  const feeds = Object.fromEntries(operands.map(([name, input, operand]) => [name, placeholder(recorder, backend, operand, isBytes(input))]));
  for (const [variable, id] of before) recorder.bind(id, `${namesOf(variable).nodes.read}:0`);
  let outputs: Readonly<Record<string, Tensor>> = {};
  try {
    outputs = recorder.record(() => tidy(() => run(Object.fromEntries(operands.map(([name, , operand]) => [name, operand])))));
    const born = existingVariables().filter((variable) => !before.has(variable));
    if (born.length > 0) return { born: born.map(({ name }) => name) };
    const changed = [...before.keys()].filter((variable) => !variable.isDisposed && idOf(backend, variable) !== before.get(variable));
    const assigns = changed.map((variable) => assignNode(recorder, namesOf(variable), recorder.referenceOf(idOf(backend, variable))));
    const fetches = Object.fromEntries(Object.entries(outputs).map(([name, output]) => [name, fetchNode(recorder, backend, output, assigns)]));
    return { feeds, fetches, nodes: recorder.nodes, changed: new Set(changed) };
  } finally {
    snapshot.restore();
    const given = Object.values<unknown>(inputs);
    [...Object.values(outputs), ...operands.map(([, , operand]) => operand)].forEach((made) => !given.includes(made) && made.dispose());
  }
}

function placeholder(recorder: Recorder, backend: NativeBackend, operand: Tensor, asBytes: boolean): string {
  const [dtype, { shape }] = [asBytes ? dataType.uint8 : typeOf(operand), operand];
  const name = recorder.add('Placeholder', [], { dtype: { type: dtype }, shape: { shape: shapeValue(shape) } }, [{ dtype, shape }]);
  const cast = (): string => recorder.add('Cast', [`${name}:0`], { SrcT: { type: dataType.uint8 }, DstT: { type: dataType.int32 } }, [{ dtype: dataType.int32, shape }]);
  recorder.bind(idOf(backend, operand), `${asBytes ? cast() : name}:0`);
  return name;
}

function fetchNode(recorder: Recorder, backend: NativeBackend, output: Tensor, after: readonly string[]): string {
  const [reference, dtype] = [recorder.referenceOf(idOf(backend, output)), typeOf(output)];
  return recorder.add('Identity', [reference, ...after.map((name) => `^${name}`)], { T: { type: dtype } }, [{ dtype, shape: output.shape }]);
}

function typeOf({ dtype }: TensorInfo): number {
  if (dtype === 'float32' || dtype === 'int32' || dtype === 'bool') return dataType[dtype];
  throw new TraceError(`compile: expected tensors of float32, int32 or bool to go in and out, got ${dtype}.`);
}

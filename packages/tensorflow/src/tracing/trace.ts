import { clone, Tensor, tidy, type Variable } from '@tensorflow/tfjs-core';
import type { NativeBackend } from '../graph/binding';
import { dataType, type GraphNode, shapeValue } from '../graph/graph';
import { type Inputs, isBytes, operandOf } from './inputs';
import { createRecorder, type GraphBuilder } from './graph-builder';
import { takeSnapshot } from './snapshot';
import { untraceable } from '../graph/untraceable';
import { isGraphDtype, dtypeOf } from '../graph/dtype-of';
import { assignNode, existingVariables, type GraphVariable, idOf, separateVariables } from './variables';
import { invalidArgument } from '@polyhead/core';

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
  /** A node to compute where a function has no outputs: it assigns the variables. */
  readonly done?: string;
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
  // A function that makes variables on its first call, as tfjs' optimizers do: they exist now, with the value they were
  // born with.
  const traced = 'nodes' in first ? first : tryTrace(backend, run, inputs, namesOf);
  if ('nodes' in traced) return traced;
  throw untraceable(
    `compile: the function makes new variables at every call (${traced.born.join(', ')}). Make them once, outside, and use them inside.`,
  );
}

/**
 * Runs a function in a `tidy`. What comes out is the caller's to free, also where the function gives an input or a
 * variable.
 */
export function runInScope(run: TensorFunction, inputs: Tensors): Tensors {
  return tidy(() =>
    Object.fromEntries(Object.entries(checked(run(inputs))).map(([name, output]) => [name, clone(output)])),
  );
}

function checked(outputs: Tensors): Tensors {
  for (const given of [outputs, ...Object.values(Object(outputs) as object)] as unknown[])
    if (given instanceof Promise) given.catch(() => undefined); // rejected below, whatever comes of it
  if (
    typeof outputs === 'object' &&
    !(outputs instanceof Promise) &&
    Object.values(outputs).every((output) => output instanceof Tensor)
  )
    return outputs;
  throw invalidArgument(
    'compile',
    'expected the function to give tensors by name',
    outputs instanceof Promise ? 'a promise' : JSON.stringify(Object.keys(Object(outputs))),
    'Return e.g. { loss }, and do not await anything.',
  );
}

function tryTrace(
  backend: NativeBackend,
  run: TensorFunction,
  inputs: Inputs,
  namesOf: VariableNames,
): Trace | { born: string[] } {
  const recorder = createRecorder(backend);
  const operands = Object.entries(inputs).map(([name, input]) => [name, input, operandOf(backend, input)] as const);
  const snapshot = takeSnapshot();
  const made: Tensor[] = operands.map(([, , operand]) => operand);
  try {
    separateVariables(backend);
    const before = new Map(existingVariables().map((variable) => [variable, idOf(backend, variable)]));
    for (const [variable, id] of before)
      if (isGraphDtype(variable)) recorder.bind(id, `${namesOf(variable).nodes.read}:0`, dtypeOf(variable));
    const feeds = Object.fromEntries(
      operands.map(([name, input, operand]) => [name, placeholder(recorder, backend, operand, isBytes(input))]),
    );
    const outputs = recorder.record(() =>
      runInScope(run, Object.fromEntries(operands.map(([name, , operand]) => [name, operand]))),
    );
    made.push(...Object.values(outputs));
    const born = existingVariables().filter((variable) => !before.has(variable));
    if (born.length > 0) return { born: born.map(({ name }) => name) };
    const changed = [...before.keys()].filter(
      (variable) => !variable.isDisposed && idOf(backend, variable) !== before.get(variable),
    );
    const assigns = changed.map((variable) =>
      assignNode(recorder, namesOf(variable), recorder.referenceOf(idOf(backend, variable))),
    );
    const fetches = Object.fromEntries(
      Object.entries(outputs).map(([name, output]) => [name, fetchNode(recorder, backend, output, assigns)]),
    );
    return {
      feeds,
      fetches,
      ...(made.length === operands.length && { done: doneNode(recorder, assigns) }),
      nodes: recorder.nodes,
      changed: new Set(changed),
    };
  } finally {
    snapshot.restore();
    made.forEach((tensor) => tensor.dispose());
  }
}

function placeholder(recorder: GraphBuilder, backend: NativeBackend, operand: Tensor, asBytes: boolean): string {
  const [dtype, { shape }] = [asBytes ? dataType.uint8 : dtypeOf(operand), operand];
  const name = recorder.add('Placeholder', [], { dtype: { type: dtype }, shape: { shape: shapeValue(shape) } }, [
    { dtype, shape },
  ]);
  const cast = (): string =>
    recorder.add('Cast', [`${name}:0`], { SrcT: { type: dataType.uint8 }, DstT: { type: dataType.int32 } }, [
      { dtype: dataType.int32, shape },
    ]);
  recorder.bind(idOf(backend, operand), `${asBytes ? cast() : name}:0`, dtypeOf(operand));
  return name;
}

function fetchNode(recorder: GraphBuilder, backend: NativeBackend, output: Tensor, after: readonly string[]): string {
  const [reference, dtype] = [recorder.referenceOf(idOf(backend, output)), dtypeOf(output)];
  return recorder.add('Identity', [reference, ...after.map((name) => `^${name}`)], { T: { type: dtype } }, [
    { dtype, shape: output.shape },
  ]);
}

function doneNode(recorder: GraphBuilder, after: readonly string[]): string {
  const tensor = { dtype: dataType.int32, tensorShape: shapeValue([]), tensorContent: new Uint8Array(4) };
  return recorder.add(
    'Const',
    after.map((name) => `^${name}`),
    { dtype: { type: dataType.int32 }, value: { tensor } },
    [{ dtype: dataType.int32, shape: [] }],
  );
}

import { type Attribute, dataType, type GraphNode, type NodeOutput, shapeValue, type TensorValue } from './graph';
import type { Binding, NativeAttribute, NativeBackend, NativeTensor } from './binding';
import { userLine } from './user-line';

/** What a function did, as nodes of a graph. */
export interface Recorder {
  /** Runs a function once, for real, while every operation of the backend is written down. Throws {@link TraceError} where it does what a graph cannot. */
  record<T>(run: () => T): T;
  /** Lets an operand that was there before the recording stand for the output of a node. */
  bind(id: number, reference: string): void;
  /** The reference under which a tensor's value is found in the graph. */
  referenceOf(id: number): string;
  /** Adds a node by hand. */
  add(op: string, inputs: readonly string[], attributes: Readonly<Record<string, Attribute>>, outputs: readonly NodeOutput[]): string;
  /** The nodes so far, inputs before those who use them. */
  readonly nodes: readonly GraphNode[];
}

/** Thrown where a function does something that cannot be replayed by a graph, such as reading a value. */
export class TraceError extends Error {
  override readonly name = 'TraceError';
}

interface Constant {
  readonly shape: readonly number[];
  readonly dtype: number;
  readonly bytes: Uint8Array;
}

/** Numbers made in JavaScript beyond this many, and not all equal, are taken for noise or data that must not be frozen into a graph. */
const largestConstant = 4096;

/** Makes a recorder whose nodes are named `<op>_<number>`. */
export function createRecorder(backend: NativeBackend): Recorder {
  const { binding } = backend;
  const nodes: GraphNode[] = [];
  const references = new Map<number, string>();
  const constants = new Map<number, Constant>();

  const add: Recorder['add'] = (op, inputs, attributes, outputs) => {
    const name = `${op}_${nodes.length}`;
    nodes.push({ name, op, inputs, attributes, outputs });
    return name;
  };
  const constantNode = ({ shape, dtype, bytes }: Constant): string => {
    const value = tensorValue(shape, dtype, bytes);
    if (value.floatVal === undefined && bytes.length > largestConstant * 4) throw new TraceError(frozen(shape));
    return `${add('Const', [], { dtype: { type: dtype }, value: { tensor: value } }, [{ dtype, shape }])}:0`;
  };
  const referenceOf = (id: number): string => {
    const known = references.get(id);
    if (known !== undefined) return known;
    const constant = constants.get(id) ?? outside(binding, id);
    const reference = constantNode(constant);
    references.set(id, reference);
    return reference;
  };

  const recording = recordingBinding(binding, {
    executed: (op, attributes, inputs, results) => {
      const inputReferences = inputs.map(referenceOf);
      const name = add(op, inputReferences, encodeAttributes(binding, attributes), results.map(({ dtype, shape }) => ({ dtype, shape })));
      results.forEach(({ id }, output) => references.set(id, `${name}:${output}`));
    },
    created: (id, constant) => constants.set(id, constant),
  });
  return {
    nodes,
    add,
    bind: (id, reference) => void references.set(id, reference),
    referenceOf,
    record: (run) => withBinding(backend, recording, run),
  };
}

interface Listener {
  executed(op: string, attributes: readonly NativeAttribute[], inputs: readonly number[], results: readonly NativeTensor[]): void;
  created(id: number, constant: Constant): void;
}

/** The addon with ears. Its properties are read-only, so that an inheriting object with own properties is needed. */
function recordingBinding(binding: Binding, { executed, created }: Listener): Binding {
  const own: Partial<Record<keyof Binding, unknown>> = {
    executeOp: (op: string, attributes: readonly NativeAttribute[], inputs: readonly number[], outputs: number) => {
      const results = binding.executeOp(op, attributes, inputs, outputs);
      executed(op, attributes, inputs, results);
      return results;
    },
    createTensor: (shape: readonly number[], dtype: number | string, values: ArrayBufferView) => {
      const id = binding.createTensor(shape, dtype as number, values);
      created(id, { shape: [...shape], dtype: Number(dtype), bytes: new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice() });
      return id;
    },
    tensorDataSync: () => {
      throw new TraceError(`compile: the function reads the values of a tensor${userLine()}. A graph runs without JavaScript: return the tensor and read it outside, or do the work with tensor operations.`);
    },
  };
  const descriptors = Object.fromEntries(Object.entries(own).map(([name, value]) => [name, { value }]));
  return Object.create(binding, descriptors) as Binding;
}

function withBinding<T>(backend: NativeBackend, binding: Binding, run: () => T): T {
  const { binding: original } = backend;
  const random = Math.random;
  backend.binding = binding;
  Math.random = () => {
    throw new TraceError(`compile: the function draws a random number in JavaScript${userLine()}. It would be the same at every run: pass numbers in as a tensor, or use an operation with a seed and a step.`);
  };
  try {
    return run();
  } finally {
    backend.binding = original;
    Math.random = random;
  }
}

/** A tensor from before the recording that is neither input nor variable: its value goes into the graph. */
function outside(binding: Binding, id: number): Constant {
  const values = binding.tensorDataSync(id);
  throwUnlessNumbers(values);
  const [shaped] = binding.executeOp('Identity', [{ name: 'T', type: binding.TF_ATTR_TYPE, value: values instanceof Float32Array ? dataType.float32 : values instanceof Int32Array ? dataType.int32 : dataType.bool }], [id], 1);
  const { shape, dtype, id: copy } = shaped as NativeTensor;
  binding.deleteTensor(copy);
  return { shape, dtype, bytes: new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice() };
}

function throwUnlessNumbers(values: unknown): void {
  if (!ArrayBuffer.isView(values)) throw new TraceError(`compile: the function uses a tensor of strings${userLine()}, which cannot become a constant of a graph. Pass it in as an input.`);
}

function frozen(shape: readonly number[]): string {
  return `compile: the function makes a tensor of shape [${shape.join(', ')}] from JavaScript numbers${userLine()}. They would be the same at every run: pass the tensor in as an input, or keep it in a tf.Variable.`;
}

function tensorValue(shape: readonly number[], dtype: number, bytes: Uint8Array): TensorValue {
  const tensorShape = shapeValue(shape);
  if (dtype === dataType.float32 && bytes.length > 4) {
    const numbers = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
    const first = numbers[0] as number;
    if (!Object.is(first, -0) && numbers.every((number) => Object.is(number, first))) return { dtype, tensorShape, floatVal: [first] };
  }
  return { dtype, tensorShape, tensorContent: bytes };
}

function encodeAttributes(binding: Binding, attributes: readonly NativeAttribute[]): Record<string, Attribute> {
  return Object.fromEntries(attributes.map(({ name, type, value }) => [name, encodeAttribute(binding, type, value)]));
}

function encodeAttribute(binding: Binding, type: number, value: unknown): Attribute {
  if (type === binding.TF_ATTR_TYPE) return { type: value as number };
  if (type === binding.TF_ATTR_INT) return Array.isArray(value) ? { list: { i: value as number[] } } : { i: value as number };
  if (type === binding.TF_ATTR_FLOAT) return Array.isArray(value) ? { list: { f: value as number[] } } : { f: value as number };
  if (type === binding.TF_ATTR_BOOL) return Array.isArray(value) ? { list: { b: value as boolean[] } } : { b: value as boolean };
  if (type === binding.TF_ATTR_STRING) return { s: new TextEncoder().encode(value as string) };
  return { shape: shapeValue(value as number[]) };
}


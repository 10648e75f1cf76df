import { gather, type Tensor, tensor, tensor1d, tidy } from '@tensorflow/tfjs-core';
import type { NativeBackend } from '../graph/binding';
import { dataType } from '../graph/graph';
import { idOf, ownTensor } from './variables';
import { invalidArgument } from '@polyhead/core';

/** Whole numbers 0 to 255 that go into a graph as they are; the function sees an int32 tensor. */
export interface Bytes {
  /** The numbers, row by row. */
  readonly bytes: Uint8Array;
  /** Shape of the tensor. */
  readonly shape: readonly number[];
}

/** What goes into a compiled function. */
export type Inputs = Readonly<Record<string, Tensor | Bytes>>;

/** Whether an input is bytes, not a tensor. */
export function isBytes(input: Tensor | Bytes): input is Bytes {
  return 'bytes' in input && input.bytes instanceof Uint8Array;
}

/** What the function sees of an input. */
export function asTensor(input: Tensor | Bytes): Tensor {
  return isBytes(input) ? tensor(Int32Array.from(input.bytes), [...input.shape], 'int32') : input;
}

/**
 * The same as a tensor of its own, which no other input and no variable is: so that an operand tells what it is. The
 * caller frees it.
 */
export function operandOf(backend: NativeBackend, input: Tensor | Bytes): Tensor {
  if (isBytes(input)) return asTensor(input);
  return ownTensor(backend, input);
}

/** Types and shapes of inputs as text; the first axis of batched ones is left open. */
export function signature(inputs: Inputs, batched: readonly string[] = []): string {
  const shapeOf = (name: string, { shape }: Tensor | Bytes): readonly (number | string)[] =>
    batched.includes(name) ? ['batch', ...shape.slice(1)] : shape;
  return Object.entries(inputs)
    .map(([name, input]) => `${name}:${isBytes(input) ? 'uint8' : input.dtype}[${shapeOf(name, input).join()}]`)
    .sort()
    .join(' ');
}

/** The one size of the first axis of all batched inputs; undefined without such inputs. */
export function batchOf(inputs: Inputs, batched: readonly string[]): number | undefined {
  const sizes = new Set(batched.map((name) => inputs[name]?.shape[0] ?? 0));
  if (sizes.has(0))
    throw invalidArgument(
      'compile',
      `expected the batched inputs ${batched.join(', ')} to be there with at least one row each`,
      batched.map((name) => `[${inputs[name]?.shape.join(', ') ?? 'none'}]`).join(', '),
    );
  if (sizes.size > 1)
    throw invalidArgument(
      'compile',
      `expected the batched inputs ${batched.join(', ')} to have as many rows each`,
      [...sizes].join(' and '),
    );
  return [...sizes][0];
}

/** Hands on the inputs with another number of rows, taken from the real ones. */
export function tidySample<T>(inputs: Inputs, batched: readonly string[], rows: number, use: (sample: Inputs) => T): T {
  const made = Object.entries(inputs).map(
    ([name, input]) => [name, batched.includes(name) ? withRows(input, rows) : input] as const,
  );
  try {
    return use(Object.fromEntries(made));
  } finally {
    made.forEach(([name, input]) => input !== inputs[name] && !isBytes(input) && input.dispose());
  }
}

function withRows(input: Tensor | Bytes, rows: number): Tensor | Bytes {
  const [size = 1, ...rest] = input.shape;
  if (!isBytes(input))
    return tidy(() =>
      gather(
        input,
        tensor1d(
          Array.from({ length: rows }, (_, row) => row % size),
          'int32',
        ),
      ),
    );
  const width = rest.reduce((product, side) => product * side, 1);
  const bytes = new Uint8Array(rows * width);
  for (let row = 0; row < rows; row++)
    bytes.set(input.bytes.subarray((row % size) * width, ((row % size) + 1) * width), row * width);
  return { bytes, shape: [rows, ...rest] };
}

/** Native ids of all inputs, and what frees those that were made for it. */
export function idsOf(backend: NativeBackend, inputs: Inputs): { ids: Record<string, number>; free: () => void } {
  const made: number[] = [];
  const idOfInput = (input: Tensor | Bytes): number => {
    if (!isBytes(input)) return idOf(backend, input);
    const id = backend.binding.createTensor(input.shape, dataType.uint8, input.bytes);
    made.push(id);
    return id;
  };
  const ids = Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, idOfInput(input)]));
  return { ids, free: () => made.forEach((id) => backend.binding.deleteTensor(id)) };
}

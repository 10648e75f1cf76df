import { gather, type Tensor, tensor, tensor1d, tidy } from '@tensorflow/tfjs-core';
import type { NativeBackend } from '../graph/binding';
import { dataType } from '../graph/graph';
import { idOf, ownTensor } from './variables';
import { invalidArgument } from '@polyhead/core';

/** Whole numbers 0 to 255 that enter a graph as bytes; the function receives an int32 tensor. */
export interface ByteInput {
  /** The numbers, row by row. */
  readonly bytes: Uint8Array;
  /** Shape of the tensor. */
  readonly shape: readonly number[];
}

/** Inputs of a compiled function by name. */
export type Inputs = Readonly<Record<string, Tensor | ByteInput>>;

/** True if an input is bytes, not a tensor. */
export function isBytes(input: Tensor | ByteInput): input is ByteInput {
  return 'bytes' in input && input.bytes instanceof Uint8Array;
}

/** Returns the tensor that the function receives for an input. */
export function asTensor(input: Tensor | ByteInput): Tensor {
  return isBytes(input) ? tensor(Int32Array.from(input.bytes), [...input.shape], 'int32') : input;
}

/**
 * Returns an input as a tensor whose id no other input and no variable has, so that the id of an operand identifies the
 * input. The caller frees it.
 */
export function operandOf(backend: NativeBackend, input: Tensor | ByteInput): Tensor {
  if (isBytes(input)) return asTensor(input);
  return ownTensor(backend, input);
}

/** Returns types and shapes of inputs as text, without the number of rows of batched inputs. */
export function signature(inputs: Inputs, batched: readonly string[] = []): string {
  const shapeOf = (name: string, { shape }: Tensor | ByteInput): readonly (number | string)[] =>
    batched.includes(name) ? ['batch', ...shape.slice(1)] : shape;
  return Object.entries(inputs)
    .map(([name, input]) => `${name}:${isBytes(input) ? 'uint8' : input.dtype}[${shapeOf(name, input).join()}]`)
    .sort()
    .join(' ');
}

/** Returns the number of rows that all batched inputs have; undefined if no input is batched. */
export function batchOf(inputs: Inputs, batched: readonly string[]): number | undefined {
  const sizes = new Set(batched.map((name) => inputs[name]?.shape[0] ?? 0));
  if (sizes.has(0))
    throw invalidArgument(
      'compile',
      `expected the batched inputs ${batched.join(', ')} to be present with at least one row each`,
      batched.map((name) => `[${inputs[name]?.shape.join(', ') ?? 'none'}]`).join(', '),
    );
  if (sizes.size > 1)
    throw invalidArgument(
      'compile',
      `expected the batched inputs ${batched.join(', ')} to have the same number of rows`,
      [...sizes].join(' and '),
    );
  return [...sizes][0];
}

/** Calls `use` with inputs of another number of rows, taken from the real ones, and frees them. */
export function tidySample<T>(inputs: Inputs, batched: readonly string[], rows: number, use: (sample: Inputs) => T): T {
  const sample = Object.entries(inputs).map(
    ([name, input]) => [name, batched.includes(name) ? withRows(input, rows) : input] as const,
  );
  try {
    return use(Object.fromEntries(sample));
  } finally {
    sample.forEach(([name, input]) => input !== inputs[name] && !isBytes(input) && input.dispose());
  }
}

function withRows(input: Tensor | ByteInput, rows: number): Tensor | ByteInput {
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

/** Returns the native ids of all inputs, and a function that frees those created for it. */
export function idsOf(backend: NativeBackend, inputs: Inputs): { ids: Record<string, number>; free: () => void } {
  const created: number[] = [];
  const idOfInput = (input: Tensor | ByteInput): number => {
    if (!isBytes(input)) return idOf(backend, input);
    const id = backend.binding.createTensor(input.shape, dataType.uint8, input.bytes);
    created.push(id);
    return id;
  };
  const ids = Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, idOfInput(input)]));
  return { ids, free: () => created.forEach((id) => backend.binding.deleteTensor(id)) };
}

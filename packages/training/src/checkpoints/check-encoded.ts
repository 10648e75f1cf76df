// What is written must be readable: the reader has bounds, and a checkpoint beyond them would be lost work.
import { arraysFile, arraysLimit, stateFile, stateLimit } from './checkpoint-format';
import { parseUntrustedJson } from './parse-untrusted-json';
import type { NamedArray } from '../steps/train-state';
import { invalidArgument, PolyheadError } from '@polyhead/core';

/** The state as bytes of JSON. Throws, naming its largest part, if it could not be read back. */
export function encodeJson(state: object): Uint8Array {
  try {
    const text = JSON.stringify(state);
    const bytes = text.length > stateLimit ? text : new TextEncoder().encode(text); // a letter has a byte at least
    if (typeof bytes === 'string' || bytes.length > stateLimit)
      throw new PolyheadError(
        'FILE_UNWRITABLE',
        `it has ${bytes.length} bytes, and at most ${stateLimit} can be read back`,
      );
    parseUntrustedJson(stateFile, bytes);
    return bytes;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new PolyheadError(
      'FILE_UNWRITABLE',
      `checkpoints: the state of the run cannot be saved: ${reason}. Its largest part is ${largestPart(state)}: keep less in it, or only plain JSON.`,
      { cause: error },
    );
  }
}

/** Throws, naming the array, if these could not be read back. */
export function checkArrays(arrays: readonly NamedArray[]): void {
  for (const { name, shape, values } of arrays) {
    const size = shape.reduce((product, length) => product * length, 1);
    const isFloat32 = Object.prototype.toString.call(values) === '[object Float32Array]';
    if (!isFloat32 || values.length !== size)
      throw invalidArgument(
        'checkpoints',
        `expected the values of "${name}" to be a Float32Array of ${size} numbers, as its shape [${shape.join(', ')}] says`,
        isFloat32 ? values.length : 'something else',
      );
  }
  const bytes = arrays.reduce((total, { values }) => total + values.byteLength, 0);
  if (bytes > arraysLimit)
    throw new PolyheadError(
      'FILE_UNWRITABLE',
      `checkpoints: the state of the run cannot be saved: ${arraysFile} would have ${bytes} bytes, and at most ${arraysLimit} can be read back. Train a smaller network.`,
    );
}

function largestPart(state: object): string {
  const sizeOf = (value: unknown): number => {
    try {
      return JSON.stringify(value)?.length ?? 0;
    } catch {
      return Infinity; // too long for one text, or no JSON at all
    }
  };
  const { callbacks = {}, ...others } = state as { readonly callbacks?: Readonly<Record<string, unknown>> };
  const parts: [string, unknown][] = [
    ...Object.entries(others).map(([name, value]): [string, unknown] => [`"${name}"`, value]),
    ...Object.entries(callbacks).map(([name, value]): [string, unknown] => [`that of the callback "${name}"`, value]),
  ];
  const sizes = parts.map(([name, value]) => [name, sizeOf(value)] as const).sort(([, a], [, b]) => b - a);
  return sizes[0]?.[0] ?? 'unknown';
}

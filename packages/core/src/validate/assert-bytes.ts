import { formatValue } from '../errors/format-value';
import { invalidArgument } from '../errors/invalid-argument';

/** What {@link assertBytes} looks for. */
export interface AssertBytesOptions {
  /** What the bytes are, with its article, such as `the "data" of an image`. */
  readonly what: string;
  /** What to pass in its place, such as `await readFile('someone.jpg')`. Default: how to turn pixels into bytes. */
  readonly example?: string;
}

/** How to turn the numbers of other arrays into bytes. */
const remedies: Readonly<Record<string, string>> = {
  Array: 'Pass Uint8ClampedArray.from(pixels)',
  ArrayBuffer: 'Pass new Uint8Array(buffer)',
  Float16Array: floatRemedy(),
  Float32Array: floatRemedy(),
  Float64Array: floatRemedy(),
  Uint16Array:
    'Pass Uint8ClampedArray.from(pixels, (value) => value / 257) if the values are 0 to 65535, or Uint8ClampedArray.from(pixels) if they are 0 to 255',
};

/**
 * Returns the bytes as a `Uint8Array` on the same memory.
 *
 * Accepts `Uint8Array`, Node's `Buffer` and `Uint8ClampedArray`, also those of another realm such as a frame. All other
 * arrays are rejected, because their values are not bytes: floats from 0 to 1 would be read as black, and the memory of
 * 16-bit values as two pixels each.
 *
 * @param where - Function that the error names.
 * @param value - What the caller passed.
 * @param options - How the error names the bytes, and an example.
 * @returns The same `Uint8Array`, or a view on the memory of the `Uint8ClampedArray`.
 * @throws {PolyheadError} `INVALID_ARGUMENT` if `value` is anything else; its hint says how to convert it.
 *
 * @example
 * ```ts
 * import { assertBytes } from '@polyhead/core';
 * const pixels = assertBytes('draw', new Uint8ClampedArray(12), { what: 'the "data" of an image' }); // a Uint8Array
 * ```
 */
export function assertBytes(where: string, value: unknown, { what, example }: AssertBytesOptions): Uint8Array {
  const type = Object.prototype.toString.call(value).slice('[object '.length, -1);
  if (ArrayBuffer.isView(value)) {
    if (type === 'Uint8Array') return value as Uint8Array;
    if (type === 'Uint8ClampedArray') return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  }
  const remedy = Object.hasOwn(remedies, type) ? remedies[type] : 'Pass a Uint8Array';
  throw invalidArgument(
    where,
    `${what} must be a Uint8Array or Uint8ClampedArray`,
    Array.isArray(value) ? 'a list' : formatValue(value),
    `${example === undefined ? remedy : `Pass e.g. ${example}`}.`,
  );
}

function floatRemedy(): string {
  return 'Pass Uint8ClampedArray.from(pixels, (value) => value * 255) if the values are 0 to 1, or Uint8ClampedArray.from(pixels) if they are 0 to 255';
}

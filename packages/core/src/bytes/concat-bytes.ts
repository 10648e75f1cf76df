import { assertArray } from '../validate/assert-array';

/**
 * Joins the bytes of arrays, in their order, in new memory.
 *
 * @param parts - Byte arrays or other typed arrays.
 * @returns Their bytes, at the beginning of a buffer that holds nothing else.
 *
 * @example
 * ```ts
 * import { concatBytes } from '@polyhead/core';
 * concatBytes([Uint8Array.of(1, 2), Uint8Array.of(3)]); // Uint8Array [1, 2, 3]
 * ```
 */
export function concatBytes(parts: readonly ArrayBufferView[]): Uint8Array {
  assertArray('concatBytes', parts, { what: 'a list of typed arrays', example: '[Uint8Array.of(1)]' });
  const bytes = new Uint8Array(parts.reduce((total, { byteLength }) => total + byteLength, 0));
  let offset = 0;
  for (const { buffer, byteOffset, byteLength } of parts) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), offset);
    offset += byteLength;
  }
  return bytes;
}

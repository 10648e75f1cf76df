import { runInNewContext } from 'node:vm';
import { assertBytes } from '@polyhead/core';

const what = 'the "data" of an image';

test('assertBytes returns a Uint8Array, a Buffer and the bytes of another realm as they are', () => {
  const foreign: unknown = runInNewContext('new Uint8Array(3)');
  for (const bytes of [new Uint8Array(3), Buffer.alloc(3), foreign])
    expect(assertBytes('draw', bytes, { what })).toBe(bytes);
});

test('assertBytes returns a Uint8ClampedArray as a Uint8Array on the same memory', () => {
  const clamped = new Uint8ClampedArray([1, 2, 3, 4]).subarray(1, 3);
  const bytes = assertBytes('draw', clamped, { what });
  expect([bytes.constructor, [...bytes], bytes.buffer]).toEqual([Uint8Array, [2, 3], clamped.buffer]);
});

test.each<[unknown, string, string]>([
  [new Float32Array(3), 'Float32Array(3)', '(value) => value * 255) if the values are 0 to 1'],
  [new Float64Array(3), 'Float64Array(3)', '(value) => value * 255) if the values are 0 to 1'],
  [new Uint16Array(3), 'Uint16Array(3)', '(value) => value / 257) if the values are 0 to 65535'],
  [new Int8Array(3), 'Int8Array(3)', 'Pass a Uint8Array.'],
  [new Int32Array(3), 'Int32Array(3)', 'Pass a Uint8Array.'],
  [new DataView(new ArrayBuffer(3)), 'an object of DataView', 'Pass a Uint8Array.'],
  [new ArrayBuffer(3), 'an object of ArrayBuffer', 'Pass new Uint8Array(buffer).'],
  [[1, 2, 3], 'a list', 'Pass Uint8ClampedArray.from(pixels).'],
  [{ [Symbol.toStringTag]: 'Uint8Array', length: 3 }, '{"length":3}', 'Pass a Uint8Array.'],
  [undefined, 'undefined', 'Pass a Uint8Array.'],
])('assertBytes rejects %p and says how to convert it', (value, received, remedy) => {
  const expected = `draw: ${what} must be a Uint8Array or Uint8ClampedArray, got ${received}. `;
  expect(() => assertBytes('draw', value, { what })).toThrow(expected);
  expect(() => assertBytes('draw', value, { what })).toThrow(remedy);
});

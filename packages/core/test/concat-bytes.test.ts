import { concatBytes } from '@polyhead/core';

test('concatBytes joins the bytes of typed arrays, also of those that see a part of their memory', () => {
  const floats = Float32Array.of(1, 2, 3).subarray(1);
  const joined = concatBytes([Uint8Array.of(7), new Uint8Array(0), floats]);
  expect(joined.subarray(1)).toEqual(new Uint8Array(Float32Array.of(2, 3).buffer));
  expect([joined[0], joined.length, joined.buffer.byteLength]).toEqual([7, 9, 9]);
  expect(concatBytes([])).toEqual(new Uint8Array(0));
});

import { createHash } from 'node:crypto';
import { resizeImage, type ResizeFilter, type RgbImage } from '@polyhead/batches';
import fc from 'fast-check';
import cases from './golden/resize.json';

/** The picture of golden/make-resize.py. */
function noise(height: number, width: number): RgbImage {
  let state = 12345;
  const data = new Uint8Array(height * width * 3).map(() => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) >>> 24);
  const paint = (y: number, x: number, value: number): unknown => data.fill(value, (y * width + x) * 3, (y * width + x + 1) * 3);
  for (let y = 0; y < height >> 1; y++) for (let x = 0; x < width >> 1; x++) paint(y, x, 255);
  for (let y = height >> 1; y < height; y++) for (let x = width >> 1; x < width; x++) paint(y, x, 0);
  return { height, width, data };
}

test.each(cases)('equals Pillow to the byte: $from to $to, $filter', ({ from, to, filter, sha256, data }) => {
  const resized = resizeImage(noise(from[0]!, from[1]!), to[0]!, to[1]!, { filter: filter as ResizeFilter });
  expect([resized.height, resized.width]).toEqual(to);
  if (data !== undefined) expect([...resized.data]).toEqual([...Buffer.from(data, 'base64')]);
  expect(createHash('sha256').update(resized.data).digest('hex')).toBe(sha256);
});

const side = fc.integer({ min: 1, max: 40 });
const filters = fc.constantFrom<ResizeFilter>('nearest', 'bilinear', 'bicubic');

test('a picture of one colour stays of that colour', () => {
  fc.assert(
    fc.property(side, side, side, side, fc.nat(255), filters, (h, w, height, width, value, filter) => {
      const { data } = resizeImage({ height: h, width: w, data: new Uint8Array(h * w * 3).fill(value) }, height, width, { filter });
      expect(data.length).toBe(height * width * 3);
      expect(data.every((byte) => byte === value)).toBe(true);
    }),
  );
});

test('a picture that has the size already stays as it is', () => {
  const image = noise(5, 4);
  expect(resizeImage(image, 5, 4)).toBe(image);
});

test.each([0, -3, 2.5, NaN])('refuses %p pixels', (size) => {
  expect(() => resizeImage(noise(2, 2), size, 4)).toThrow(`resizeImage: expected "height" to be a positive whole number of pixels, got ${size}.`);
});

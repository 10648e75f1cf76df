import { createHash } from 'node:crypto';
import {
  augmentImage,
  builtInDecoder,
  jpegDecoder,
  pngDecoder,
  resizeImage,
  type ResizeFilter,
  type RgbImage,
} from '@polyhead/batches';
import fc from 'fast-check';
import { precisionBits, resamplingWeights } from '../src/resize/resampling-weights';
import cases from './golden/resize.json';

/** The image of golden/make-resize.py. */
function noise(height: number, width: number): RgbImage {
  let state = 12345;
  const data = new Uint8Array(height * width * 3).map(
    () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) >>> 24,
  );
  const paint = (y: number, x: number, value: number): unknown =>
    data.fill(value, (y * width + x) * 3, (y * width + x + 1) * 3);
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

test('rejects an image that has not as many pixels as it says', () => {
  const short = { width: 2, height: 2, data: new Uint8Array(11) };
  expect(() => resizeImage(short, 4, 4)).toThrow(
    'resizeImage: expected 2 x 2 pixels with 3 numbers each, got 11 numbers.',
  );
  expect(() => augmentImage(short, 7, { flip: true })).toThrow(
    'augmentImage: expected 2 x 2 pixels with 3 numbers each, got 11 numbers.',
  );
});

test.each([jpegDecoder, pngDecoder, builtInDecoder])('%p rejects what is no bytes, in words', (decoder) => {
  for (const bytes of [undefined, 'a.jpg'])
    expect(() => decoder().decode(bytes as never)).toThrow(
      `decode: the bytes of an image file must be a Uint8Array or Uint8ClampedArray, got ${JSON.stringify(bytes)}. Pass e.g. await readFile('someone.jpg').`,
    );
});

const side = fc.integer({ min: 1, max: 40 });
const filters = fc.constantFrom<ResizeFilter>('nearest', 'bilinear', 'bicubic');

test('an image of one color stays of that color', () => {
  fc.assert(
    fc.property(side, side, side, side, fc.nat(255), filters, (h, w, height, width, value, filter) => {
      const { data } = resizeImage(
        { height: h, width: w, data: new Uint8Array(h * w * 3).fill(value) },
        height,
        width,
        { filter },
      );
      expect(data.length).toBe(height * width * 3);
      expect(data.every((byte) => byte === value)).toBe(true);
    }),
  );
});

test('keeps the middle of an image, to the nearest pixel, and stretches it like a separate image', () => {
  const share = fc.double({ min: 0.01, max: 1, noNaN: true });
  fc.assert(
    fc.property(side, side, share, filters, (height, width, centerCrop, filter) => {
      const image = noise(height, width);
      const [rows, columns] = [height, width].map((whole) => Math.max(1, Math.round(whole * centerCrop))) as [
        number,
        number,
      ];
      const [top, left] = [Math.floor((height - rows) / 2), Math.floor((width - columns) / 2)];
      const inside = image.data.filter((_, at) => {
        const [y, x] = [Math.floor(at / 3 / width) - top, (Math.floor(at / 3) % width) - left];
        return y >= 0 && y < rows && x >= 0 && x < columns;
      });
      expect(resizeImage(image, 7, 5, { filter, centerCrop })).toEqual(
        resizeImage({ height: rows, width: columns, data: inside }, 7, 5, { filter }),
      );
    }),
  );
  expect(() => resizeImage(noise(4, 4), 2, 2, { centerCrop: 0 })).toThrow(
    'resizeImage: "centerCrop" must be a number above 0 and up to 1, got 0.',
  );
});

/** The same in the plainest way: a pass over each row, then one over each column, every sum clamped. */
function plainly(image: RgbImage, height: number, width: number, filter: 'bilinear' | 'bicubic'): number[] {
  const pass = (line: readonly number[], size: number): number[] => {
    const { first, count, weights, taps } = resamplingWeights(filter, line.length, size);
    const sum = (at: number): number =>
      Array.from({ length: count[at]! }, (_, tap) => line[first[at]! + tap]! * weights[at * taps + tap]!).reduce(
        (total, part) => total + part,
        2 ** (precisionBits - 1),
      );
    return line.length === size
      ? [...line]
      : Array.from({ length: size }, (_, at) => Math.min(255, Math.max(0, Math.floor(sum(at) / 2 ** precisionBits))));
  };
  const numbers = (length: number): number[] => [...Array(length).keys()];
  const across = numbers(image.height).map((y) =>
    numbers(3).map((color) =>
      pass(
        numbers(image.width).map((x) => image.data[(y * image.width + x) * 3 + color]!),
        width,
      ),
    ),
  );
  const down = numbers(width).map((x) =>
    numbers(3).map((color) =>
      pass(
        across.map((row) => row[color]![x]!),
        height,
      ),
    ),
  );
  return numbers(height).flatMap((y) => down.flatMap((column) => column.map((line) => line[y]!)));
}

test('is to the bit what the plain way gives, overshoot of two pixels included', () => {
  const sizes = fc.tuple(
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 12 }),
  );
  const bytes = fc.uint8Array({ minLength: 432, maxLength: 432 });
  fc.assert(
    fc.property(sizes, bytes, fc.constantFrom('bilinear', 'bicubic'), ([h, w, height, width], data, filter) => {
      const image = { height: h, width: w, data: data.subarray(0, h * w * 3) };
      expect([...resizeImage(image, height, width, { filter }).data]).toEqual(plainly(image, height, width, filter));
    }),
  );
});

test.each([
  [3, 3],
  [4, 3],
  [3, 5],
])('images of %p x %p pixels made one after the other share no memory', (height, width) => {
  const white = resizeImage({ height: 4, width: 5, data: new Uint8Array(60).fill(255) }, height, width);
  resizeImage({ height: 4, width: 5, data: new Uint8Array(60) }, height, width);
  resizeImage(white, 2, 2);
  expect(new Set(white.data)).toEqual(new Set([255]));
});

test('an image that has the size already stays as it is', () => {
  const image = noise(5, 4);
  expect(resizeImage(image, 5, 4)).toBe(image);
});

test.each([new Float32Array(3), new Uint16Array(3), [1, 2, 3]])(
  'resizeImage and augmentImage reject the pixels %p',
  (data) => {
    const image = { height: 1, width: 1, data: data as never };
    const message = 'the "data" of an image must be a Uint8Array or Uint8ClampedArray';
    expect(() => resizeImage(image, 1, 1)).toThrow(`resizeImage: ${message}`);
    expect(() => augmentImage(image, 1, {})).toThrow(`augmentImage: ${message}`);
  },
);

test.each([0, -3, 2.5, NaN])('rejects %p pixels', (size) => {
  expect(() => resizeImage(noise(2, 2), size, 4)).toThrow(
    `resizeImage: "height" must be a whole number of at least 1, got ${size}.`,
  );
});

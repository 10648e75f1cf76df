import { deflateSync } from 'node:zlib';
import { builtInDecoder, pngDecoder } from '@polyhead/batches';
import fc from 'fast-check';
import { pngFile } from '../../../scripts/png-file';
import cases from './golden/png.json';

const bytesOf = (name: string): Buffer => Buffer.from(cases.find((one) => one.name === name)!.png, 'base64');
const decoder = pngDecoder();

test.each(cases)('decodes as Pillow does, to the byte: $name', ({ png: file, pixels, width, height }) => {
  const image = decoder.decode(Buffer.from(file, 'base64'));
  expect({ ...image, data: [...image.data] }).toEqual({ width, height, data: [...Buffer.from(pixels, 'base64')] });
});

test('refuses a header of 60,000 x 60,000 pixels before it takes memory', () => {
  expect(() => decoder.decode(pngFile({ width: 60_000, height: 60_000 }, deflateSync(Buffer.alloc(9))))).toThrow(
    'the PNG has 60000 x 60000 pixels, more than the 50000000 of "maxPixels"',
  );
});

test('takes no more memory than a picture has pixels, however much is packed into the file', () => {
  expect(() => decoder.decode(pngFile({ width: 2, height: 2 }, deflateSync(Buffer.alloc(50_000_000))))).toThrow(
    'the PNG is cut off or damaged',
  );
});

test('refuses a picture with too few pixels, and an unknown filter', () => {
  expect(() => decoder.decode(pngFile({ width: 2, height: 2 }, deflateSync(Buffer.alloc(13))))).toThrow(
    'the PNG is cut off: it has 13 of 14 bytes of pixels',
  );
  expect(() => decoder.decode(pngFile({ width: 1, height: 1 }, deflateSync(Buffer.of(7, 0, 0, 0))))).toThrow(
    'the PNG is damaged: there is no filter 7',
  );
  expect(() => decoder.decode(pngFile({ width: 0, height: 5 }, deflateSync(Buffer.alloc(0))))).toThrow(
    'the PNG says that it is 0 x 5 pixels',
  );
});

test('refuses a file that is cut off or damaged anywhere', () => {
  const bytes = bytesOf('RGB');
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), (length) =>
      expect(() => decoder.decode(bytes.subarray(0, length))).toThrow(/cut off|no PNG/),
    ),
  );
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const damaged = bytes.map((value, index) => (index === at ? value ^ change : value));
      expect(() => decoder.decode(damaged)).toThrow(/PNG/);
    }),
  );
});

test('the built-in decoder reads PNG and JPEG by what they are, and names what it cannot read', () => {
  expect(builtInDecoder().decode(bytesOf('RGB')).width).toBe(41);
  expect(() => builtInDecoder().decode(Buffer.from('GIF89a'))).toThrow(
    'this is GIF, and only JPEG and PNG are read without sharp',
  );
  expect(() => builtInDecoder().decode(Buffer.alloc(0))).toThrow('the file is empty');
  expect(() => pngDecoder({ maxPixels: -1 })).toThrow(
    'pngDecoder: expected "maxPixels" to be a positive number of pixels, got -1.',
  );
});

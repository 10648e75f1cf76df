import { constants, deflateRawSync, deflateSync } from 'node:zlib';
import { builtInDecoder, pngDecoder } from '@polyhead/batches';
import fc from 'fast-check';
import { pngFile } from '../../../scripts/png-file';
import faulty from './golden/faulty-png.json';
import cases from './golden/png.json';

const bytesOf = (name: string): Buffer => Buffer.from(cases.find((one) => one.name === name)!.png, 'base64');
const decoder = pngDecoder();

test.each(cases)('pngDecoder decodes $name as Pillow does, to the byte', ({ png: file, pixels, width, height }) => {
  const image = decoder.decode(Buffer.from(file, 'base64'));
  expect({ ...image, data: [...image.data] }).toEqual({ width, height, data: [...Buffer.from(pixels, 'base64')] });
});

test('pngDecoder rejects a header of 60,000 x 60,000 pixels before it allocates memory', () => {
  expect(() => decoder.decode(pngFile({ width: 60_000, height: 60_000 }, deflateSync(Buffer.alloc(9))))).toThrow(
    'the PNG has 60000 x 60000 pixels, more than the 50000000 of "maxPixels"',
  );
});

test('pngDecoder allocates no more memory than the pixels need, however much the file holds', () => {
  const finishFlush = constants.Z_FULL_FLUSH; // no end, so that the same megabyte can follow often
  const megabyte = deflateRawSync(Buffer.alloc(1_000_000), { finishFlush });
  const packed = Buffer.concat([deflateSync(Buffer.alloc(1), { finishFlush }), ...Array<Buffer>(500).fill(megabyte)]);
  const before = process.resourceUsage().maxRSS;
  expect(decoder.decode(pngFile({ width: 2, height: 2 }, packed)).data).toEqual(new Uint8Array(12));
  expect(process.resourceUsage().maxRSS - before).toBeLessThan(100_000); // in kilobytes
});

test.each(faulty)('pngDecoder accepts or rejects a PNG with $name as Pillow does', ({ name, png: file, pixels }) => {
  const bytes = Buffer.from(file, 'base64');
  const isIncomplete = name === 'a missing row'; // Pillow fills it with black
  if (pixels === undefined || isIncomplete)
    expect(() => decoder.decode(bytes)).toThrow(/^the PNG is (cut off|corrupt)/);
  else expect([...decoder.decode(bytes).data]).toEqual([...Buffer.from(pixels, 'base64')]);
});

test('pngDecoder rejects an image with too few pixels, an unknown filter, or no pixels', () => {
  expect(() => decoder.decode(pngFile({ width: 2, height: 2 }, deflateSync(Buffer.alloc(13))))).toThrow(
    'the PNG is cut off: it has 13 of 14 bytes of pixels',
  );
  expect(() => decoder.decode(pngFile({ width: 1, height: 1 }, deflateSync(Buffer.of(7, 0, 0, 0))))).toThrow(
    'the PNG is corrupt: its filter 7 does not exist',
  );
  expect(() => decoder.decode(pngFile({ width: 0, height: 5 }, deflateSync(Buffer.alloc(0))))).toThrow(
    'the PNG has 0 x 5 pixels, expected at least one',
  );
});

test('pngDecoder rejects a file that is cut off or damaged anywhere, or decodes all of its pixels', () => {
  const bytes = bytesOf('RGB');
  const expectWholeOrError = (file: Uint8Array): void => {
    try {
      expect(decoder.decode(file)).toEqual(decoder.decode(bytes));
    } catch (error) {
      expect(String(error)).toMatch(/^PolyheadError: (the|this) .*PNG/);
    }
  };
  fc.assert(fc.property(fc.nat(bytes.length - 1), (length) => expectWholeOrError(bytes.subarray(0, length))));
  const change = fc.integer({ min: 1, max: 255 });
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), change, (at, bits) =>
      expectWholeOrError(bytes.map((value, index) => (index === at ? value ^ bits : value))),
    ),
  );
});

test('builtInDecoder reads PNG and JPEG by their contents, and names what it cannot read', () => {
  expect(builtInDecoder().decode(bytesOf('RGB')).width).toBe(41);
  expect(() => builtInDecoder().decode(Buffer.from('GIF89a'))).toThrow(
    'this is GIF, and only JPEG and PNG are read without sharp',
  );
  expect(() => builtInDecoder().decode(Buffer.alloc(0))).toThrow('the file is empty');
  expect(() => pngDecoder({ maxPixels: -1 })).toThrow('pngDecoder: "maxPixels" must be a number above 0, got -1.');
});

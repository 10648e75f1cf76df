import { deflateSync } from 'node:zlib';
import { crc32 } from 'node:zlib';
import { builtInDecoder, pngDecoder } from '@polyhead/batches';
import fc from 'fast-check';
import cases from './golden/png.json';

const bytesOf = (name: string): Buffer => Buffer.from(cases.find((one) => one.name === name)!.png, 'base64');
const decoder = pngDecoder();

/** A PNG of a header and some data, whatever they say. */
function png(width: number, height: number, data: Uint8Array): Buffer {
  const chunk = (name: string, content: Uint8Array): Buffer => {
    const body = Buffer.concat([Buffer.from(name, 'latin1'), content]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(content.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0]);
  header.writeUInt32BE(width);
  header.writeUInt32BE(height, 4);
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]);
}

test.each(cases)('decodes as Pillow does, to the byte: $name', ({ png: file, pixels, width, height }) => {
  const image = decoder.decode(Buffer.from(file, 'base64'));
  expect({ ...image, data: [...image.data] }).toEqual({ width, height, data: [...Buffer.from(pixels, 'base64')] });
});

test('refuses a header of 60,000 x 60,000 pixels before it takes memory', () => {
  expect(() => decoder.decode(png(60_000, 60_000, deflateSync(Buffer.alloc(9))))).toThrow('the PNG has 60000 x 60000 pixels, more than the 50000000 of "maxPixels"');
});

test('takes no more memory than a picture has pixels, however much is packed into the file', () => {
  expect(() => decoder.decode(png(2, 2, deflateSync(Buffer.alloc(50_000_000))))).toThrow('the PNG is cut off or damaged');
});

test('refuses a picture with too few pixels, and an unknown filter', () => {
  expect(() => decoder.decode(png(2, 2, deflateSync(Buffer.alloc(13))))).toThrow('the PNG is cut off: it has 13 of 14 bytes of pixels');
  expect(() => decoder.decode(png(1, 1, deflateSync(Buffer.of(7, 0, 0, 0))))).toThrow('the PNG is damaged: there is no filter 7');
  expect(() => decoder.decode(png(0, 5, deflateSync(Buffer.alloc(0))))).toThrow('the PNG says that it is 0 x 5 pixels');
});

test('refuses a file that is cut off or damaged anywhere', () => {
  const bytes = bytesOf('RGB');
  fc.assert(fc.property(fc.nat(bytes.length - 1), (length) => expect(() => decoder.decode(bytes.subarray(0, length))).toThrow(/cut off|no PNG/)));
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const damaged = bytes.map((value, index) => (index === at ? value ^ change : value));
      expect(() => decoder.decode(damaged)).toThrow(/PNG/);
    }),
  );
});

test('the built-in decoder reads PNG and JPEG by what they are, and names what it cannot read', () => {
  expect(builtInDecoder().decode(bytesOf('RGB')).width).toBe(41);
  expect(() => builtInDecoder().decode(Buffer.from('GIF89a'))).toThrow('this is GIF, and only JPEG and PNG are read without sharp');
  expect(() => builtInDecoder().decode(Buffer.alloc(0))).toThrow('the file is empty');
  expect(() => pngDecoder({ maxPixels: -1 })).toThrow('pngDecoder: expected "maxPixels" to be a positive number of pixels, got -1.');
});

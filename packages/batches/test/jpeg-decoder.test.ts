import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { jpegDecoder, type RgbImage } from '@polyhead/batches';
import fc from 'fast-check';
import baseline from './golden/baseline.json';
import { libjpegVersion, libjpegWasm } from '../src/decode/jpeg/libjpeg-wasm';
import cases from './golden/jpeg.json';

const bytesOf = (name: string): Buffer => Buffer.from(cases.find((one) => one.name === name)!.jpeg, 'base64');
const decoder = jpegDecoder();

/** The JPEG with its frame header saying another size. */
function resized(bytes: Buffer, height: number, width: number): Buffer {
  const copy = Buffer.from(bytes);
  const frame = copy.indexOf(Buffer.of(0xff, 0xc0));
  copy.writeUInt16BE(height, frame + 5);
  copy.writeUInt16BE(width, frame + 7);
  return copy;
}

/** The largest difference between the image and pixels. */
function distance({ data }: RgbImage, pixels: Uint8Array): number {
  expect(data.length).toBe(pixels.length);
  return pixels.reduce((most, value, index) => Math.max(most, Math.abs(value - data[index]!)), 0);
}

test.each(cases)('jpegDecoder decodes $name as Pillow does, to the byte', ({ jpeg, pixels, width, height }) => {
  const image = decoder.decode(Buffer.from(jpeg, 'base64'));
  expect({ width: image.width, height: image.height }).toEqual({ width, height });
  expect(distance(image, Buffer.from(pixels, 'base64'))).toBe(0);
});

test(`jpegDecoder decodes ${baseline.length} baseline files of all samplings and sizes exactly as Pillow`, () => {
  const wrong = baseline.filter(({ jpeg, pixels, width, height }) => {
    const image = decoder.decode(Buffer.from(jpeg, 'base64'));
    return (
      image.width !== width ||
      image.height !== height ||
      distance(image, inflateSync(Buffer.from(pixels, 'base64'))) > 0
    );
  });
  expect(wrong.map(({ name }) => name)).toEqual([]);
});

test('jpegDecoder rejects a header of 60,000 x 60,000 pixels at once, before it takes memory', () => {
  const before = process.memoryUsage().arrayBuffers;
  expect(() => decoder.decode(resized(bytesOf('4:2:0'), 60_000, 60_000))).toThrow(
    'the JPEG has 60000 x 60000 pixels, more than the 50000000 of "maxPixels"',
  );
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1e6);
});

test('jpegDecoder rejects images beyond maxPixels', () => {
  expect(() => jpegDecoder({ maxPixels: 41 * 35 - 1 }).decode(bytesOf('gray'))).toThrow(
    'more than the 1434 of "maxPixels"',
  );
  expect(jpegDecoder({ maxPixels: 41 * 35 }).decode(bytesOf('gray')).width).toBe(41);
});

test.each([
  ['PNG', Buffer.from('\x89PNG\r\n\x1a\n123', 'latin1'), 'this is not a JPEG but PNG'],
  ['WebP', Buffer.from('RIFF....WEBPVP8 ', 'latin1'), 'this is not a JPEG but WebP'],
  ['nothing', Buffer.alloc(0), 'the file is empty'],
  ['text', Buffer.from('hello'), 'this is not a JPEG but of unknown format'],
  ['no image', Buffer.of(0xff, 0xd8, 0xff, 0xd9), 'the JPEG has no frame header'],
  ['no height', resized(bytesOf('gray'), 0, 41), 'the JPEG has 41 x 0 pixels, expected at least one'],
  [
    'hundreds of scans',
    Buffer.concat([
      bytesOf('gray').subarray(0, -2),
      ...Array<Buffer>(200).fill(Buffer.of(0xff, 0xda, 0, 2)),
      Buffer.of(0xff, 0xd9),
    ]),
    'the JPEG has 201 scans',
  ],
])('jpegDecoder rejects %s and says what it is', (_, bytes, reason) => {
  expect(() => decoder.decode(bytes)).toThrow(reason);
});

test.each(['4:4:4', '4:2:0', 'progressive', 'gray', 'CMYK'])(
  'jpegDecoder rejects %s wherever it is cut off',
  (name) => {
    const bytes = bytesOf(name);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: bytes.length - 3 }), (length) =>
        expect(() => decoder.decode(bytes.subarray(0, length))).toThrow(/cut off|damaged|empty|not a JPEG/),
      ),
    );
  },
);

test.each(['4:2:0', 'progressive', 'gray'])(
  'jpegDecoder ignores what follows the end of %s, such as the video of a motion photo',
  (name) => {
    const video = Buffer.of(
      0xff,
      0xc4,
      0x00,
      0x05,
      0x00,
      0x01,
      0x02,
      ...Array<number>(200).fill(0xff),
      0xda,
      0xff,
      0xd8,
    );
    expect(decoder.decode(Buffer.concat([bytesOf(name), video]))).toEqual(decoder.decode(bytesOf(name)));
  },
);

test('jpegDecoder looks for the end of the image outside of comments between the scans', () => {
  const bytes = bytesOf('progressive');
  const second = bytes.indexOf(Buffer.of(0xff, 0xda), bytes.indexOf(Buffer.of(0xff, 0xda)) + 2);
  const spoiled = Buffer.concat([
    bytes.subarray(0, second),
    Buffer.of(0xff, 0xfe, 0, 4, 0xff, 0xd9, ...Array<number[]>(200).fill([0xff, 0xda, 0, 2]).flat()),
    bytes.subarray(second),
  ]);
  expect(() => decoder.decode(spoiled)).toThrow(/the JPEG has 2\d\d scans/);
});

test('jpegDecoder throws nothing but errors with a reason, and always returns whole images, on damaged files', () => {
  const bytes = bytesOf('4:2:0');
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, value) => {
      const damaged = Buffer.from(bytes);
      damaged[at] = value;
      try {
        const { width, height, data } = jpegDecoder({ maxPixels: 100_000 }).decode(damaged);
        expect(data.length).toBe(width * height * 3);
      } catch (error) {
        expect(String(error)).toMatch(/JPEG/);
      }
    }),
    { numRuns: 300 },
  );
});

test('jpegDecoder rejects a nonsensical limit', () => {
  expect(() => jpegDecoder({ maxPixels: 0 })).toThrow('jpegDecoder: "maxPixels" must be a number above 0, got 0.');
});

test('jpegDecoder decodes good files after hundreds of damaged ones, and leaves no global behind', () => {
  const good = bytesOf('4:2:0');
  const expected = decoder.decode(good);
  for (const name of ['4:2:0', 'progressive', 'gray', 'CMYK'])
    for (let length = 100; length < 200; length++) {
      const bytes = bytesOf(name);
      const damaged = Buffer.concat([bytes.subarray(0, 3 * length), bytes.subarray(3 * length + 1)]);
      try {
        decoder.decode(damaged);
      } catch (error) {
        expect(String(error)).toMatch(/JPEG/);
      }
      expect(decoder.decode(good)).toEqual(expected);
    }
  expect('ImageData' in globalThis).toBe(false);
});

test('the embedded libjpeg equals that of @jsquash/jpeg, except the byte that lets it print every warning', () => {
  const wasm = createRequire(__filename).resolve('@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm');
  const { version } = JSON.parse(readFileSync(join(wasm, '../../../package.json'), 'utf8')) as { version: string };
  expect(libjpegVersion).toBe(version);
  const [embedded, original] = [Buffer.from(libjpegWasm, 'base64'), readFileSync(wasm)];
  expect(embedded.length).toBe(original.length);
  const changed = [...original.keys()].filter((at) => original[at] !== embedded[at]);
  expect(changed.map((at) => [original[at], embedded[at]])).toEqual([[3, 0]]);
});

/** What libjpeg warns of though all pixels are there: one of these must not hide a later warning. */
const harmless: [string, (bytes: Buffer) => Buffer][] = [
  [
    'JFIF of version 9',
    (bytes) => inserted(bytes, 2, Buffer.from('\xff\xe0\0\x10JFIF\0\x09\0\0\0\x01\0\x01\0\0', 'latin1')),
  ],
  [
    'an unknown Adobe transform',
    (bytes) =>
      Buffer.concat([
        bytes.subarray(0, 2),
        Buffer.from('\xff\xee\0\x0eAdobe\0\x64\0\0\0\0\x07', 'latin1'),
        bytes.subarray(20),
      ]),
  ],
  ['junk before a marker', (bytes) => inserted(bytes, bytes.indexOf(Buffer.of(0xff, 0xdb)), Buffer.alloc(5))],
  ['junk before a restart marker', (bytes) => inserted(bytes, bytes.indexOf(Buffer.of(0xff, 0xd0)), Buffer.alloc(5))],
];

function inserted(bytes: Buffer, at: number, more: Buffer): Buffer {
  return Buffer.concat([bytes.subarray(0, at), more, bytes.subarray(at)]);
}

test.each(harmless)('jpegDecoder decodes a JPEG with %s, and rejects it if pixels are missing as well', (_, spoil) => {
  const bytes = bytesOf('restart markers');
  const spoiled = spoil(bytes);
  expect(spoiled).not.toEqual(bytes);
  expect(decoder.decode(spoiled)).toEqual(decoder.decode(bytes));
  const cut = Buffer.concat([spoiled.subarray(0, -40), Buffer.of(0xff, 0xd9)]);
  expect(() => decoder.decode(cut)).toThrow('the JPEG is cut off or damaged (Corrupt JPEG data: ');
});

test('jpegDecoder names the format of a file that is not a JPEG', () => {
  const formatOf = (text: string): string => {
    try {
      return String(decoder.decode(Buffer.from(text, 'latin1')).width);
    } catch (error) {
      return String(error).replace('PolyheadError: this is not a JPEG but ', '');
    }
  };
  expect(['isom', 'mp42', 'qt  ', 'heic', 'mif1', 'avif'].map((brand) => formatOf(`\0\0\0\x18ftyp${brand}`))).toEqual([
    'MP4 video',
    'MP4 video',
    'QuickTime video',
    'HEIF',
    'HEIF',
    'AVIF',
  ]);
  expect(['<svg xmlns="', '\xef\xbb\xbf<?xml version="1.0"?>\n<!-- by hand -->\n<svg>'].map(formatOf)).toEqual([
    'SVG',
    'SVG',
  ]);
  expect(['<?xml version="1.0"?><feed>', '<!doctype html><svg-icon>'].map(formatOf)).toEqual(['XML', 'HTML']);
});

import { inflateSync } from 'node:zlib';
import { jpegDecoder, type RgbImage } from '@polyhead/batches';
import fc from 'fast-check';
import jpeg from 'jpeg-js';
import baseline from './golden/baseline.json';
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

/** Kinds that jpeg-js decodes; all others are decoded here, to the byte. */
const rounded = ['progressive', 'grey, progressive', 'RGB, not YCbCr', 'CMYK'];

/** How far the picture is from pixels: the most, and the mean. */
function distance({ data }: RgbImage, pixels: Uint8Array): { most: number; mean: number } {
  expect(data.length).toBe(pixels.length);
  const differences = pixels.map((value, index) => Math.abs(value - data[index]!));
  return { most: Math.max(...differences), mean: differences.reduce((sum, one) => sum + one, 0) / differences.length };
}

test.each(cases)(
  'decodes as Pillow does, to the byte or, where jpeg-js has a part in it, within 3 of 255: $name',
  ({ name, jpeg, pixels, width, height }) => {
    const image = decoder.decode(Buffer.from(jpeg, 'base64'));
    expect({ width: image.width, height: image.height }).toEqual({ width, height });
    const { most, mean } = distance(image, Buffer.from(pixels, 'base64'));
    expect(most).toBeLessThanOrEqual(rounded.includes(name) ? 3 : 0);
    expect(mean).toBeLessThan(0.2);
  },
);

test(`decodes ${baseline.length} baseline files as Pillow does, to the byte: every common sampling, from 1 x 1 pixel, quality 5 to 100, with restart markers`, () => {
  const wrong = baseline.filter(({ jpeg, pixels, width, height }) => {
    const image = decoder.decode(Buffer.from(jpeg, 'base64'));
    return (
      image.width !== width ||
      image.height !== height ||
      distance(image, inflateSync(Buffer.from(pixels, 'base64'))).most > 0
    );
  });
  expect(wrong.map(({ name }) => name)).toEqual([]);
});

test('decodes what jpeg-js encodes as jpeg-js decodes it, within 3 of 255', () => {
  const side = fc.integer({ min: 1, max: 40 });
  fc.assert(
    fc.property(
      side,
      side,
      fc.integer({ min: 1, max: 100 }),
      fc.uint8Array({ minLength: 7, maxLength: 400 }),
      (width, height, quality, colours) => {
        const data = Uint8Array.from({ length: width * height * 4 }, (_, index) => colours[index % colours.length]!);
        const file = jpeg.encode({ width, height, data }, quality).data;
        const { most } = distance(
          decoder.decode(file),
          jpeg.decode(file, { useTArray: true, formatAsRGBA: false }).data,
        );
        expect(most).toBeLessThanOrEqual(3);
      },
    ),
    { numRuns: 50 },
  );
});

test('refuses a header of 60,000 x 60,000 pixels at once, before it takes memory', () => {
  const before = process.memoryUsage().arrayBuffers;
  expect(() => decoder.decode(resized(bytesOf('4:2:0'), 60_000, 60_000))).toThrow(
    'the JPEG has 60000 x 60000 pixels, more than the 50000000 of "maxPixels"',
  );
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1e6);
});

test('refuses pictures beyond maxPixels', () => {
  expect(() => jpegDecoder({ maxPixels: 41 * 35 - 1 }).decode(bytesOf('grey'))).toThrow(
    'more than the 1434 of "maxPixels"',
  );
  expect(jpegDecoder({ maxPixels: 41 * 35 }).decode(bytesOf('grey')).width).toBe(41);
});

test.each([
  ['PNG', Buffer.from('\x89PNG\r\n\x1a\n123', 'latin1'), 'this is no JPEG but PNG'],
  ['WebP', Buffer.from('RIFF....WEBPVP8 ', 'latin1'), 'this is no JPEG but WebP'],
  ['nothing', Buffer.alloc(0), 'the file is empty'],
  ['text', Buffer.from('hello'), 'this is no JPEG but of unknown format'],
  ['no picture', Buffer.of(0xff, 0xd8, 0xff, 0xd9), 'the JPEG has no frame header'],
  ['no height', resized(bytesOf('grey'), 0, 41), 'the JPEG says that it is 41 x 0 pixels'],
  [
    'hundreds of scans',
    Buffer.concat([bytesOf('grey').subarray(0, -2), ...Array<Buffer>(200).fill(Buffer.of(0xff, 0xda))]),
    'the JPEG has 201 scans',
  ],
])('refuses %s and says what it is', (_, bytes, reason) => {
  expect(() => decoder.decode(bytes)).toThrow(reason);
});

test.each(['4:4:4', '4:2:0', 'progressive', 'grey', 'CMYK'])('refuses %s wherever it is cut off', (name) => {
  const bytes = bytesOf(name);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: bytes.length - 3 }), (length) =>
      expect(() => decoder.decode(bytes.subarray(0, length))).toThrow(/cut off|damaged|empty|no JPEG/),
    ),
  );
});

test.each(['4:2:0', 'progressive', 'grey'])(
  'takes no notice of what follows the end of %s, such as the film of a motion photo',
  (name) => {
    const film = Buffer.of(
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
    expect(decoder.decode(Buffer.concat([bytesOf(name), film]))).toEqual(decoder.decode(bytesOf(name)));
  },
);

test('looks for the end of the image outside of comments between the scans', () => {
  const bytes = bytesOf('progressive');
  const second = bytes.indexOf(Buffer.of(0xff, 0xda), bytes.indexOf(Buffer.of(0xff, 0xda)) + 2);
  const spoiled = Buffer.concat([
    bytes.subarray(0, second),
    Buffer.of(0xff, 0xfe, 0, 4, 0xff, 0xd9, ...Array<number[]>(200).fill([0xff, 0xda]).flat()),
    bytes.subarray(second),
  ]);
  expect(() => decoder.decode(spoiled)).toThrow(/the JPEG has 2\d\d scans/);
});

test('throws nothing but errors with a reason, and always gives whole pictures, on damaged files', () => {
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

test('refuses a nonsensical limit', () => {
  expect(() => jpegDecoder({ maxPixels: 0 })).toThrow(
    'jpegDecoder: expected "maxPixels" to be a positive number of pixels, got 0.',
  );
});

test('a damaged baseline file is refused where jpeg-js refuses it, and for the reason that jpeg-js gives', () => {
  const files = baseline
    .filter(({ name }) => name.includes('33 x 18') || name.includes('35 x 19, quality 75, restart'))
    .map((one) => Buffer.from(one.jpeg, 'base64'));
  const reasonOf = (decode: () => unknown): string | undefined => {
    try {
      return void decode();
    } catch (error) {
      return (error as Error).message;
    }
  };
  const damage = fc.tuple(
    fc.constantFrom(...files),
    fc.double({ min: 0.4, max: 1, maxExcluded: true, noNaN: true }),
    fc.nat(255),
    fc.boolean(),
  );
  fc.assert(
    fc.property(damage, ([file, share, value, isCut]) => {
      const at = Math.floor(share * file.length);
      const damaged = isCut
        ? file.subarray(0, at)
        : Buffer.concat([file.subarray(0, at), Buffer.of(value), file.subarray(at + 1)]);
      const reason = reasonOf(() => jpeg.decode(damaged, { useTArray: true, formatAsRGBA: false }));
      const ours = reasonOf(() => decoder.decode(damaged));
      if (reason !== undefined) expect(ours).toMatch(/^the JPEG/);
      if (ours?.startsWith('the JPEG is cut off or damaged (') === true)
        expect(ours).toBe(`the JPEG is cut off or damaged (${reason})`);
    }),
    { numRuns: 300 },
  );
});

test.each([0, 0xff])(
  'a scan header that says it is %i times 256 bytes long is no reason to refuse a picture',
  (value) => {
    const { jpeg: good, pixels } = baseline.find(({ name }) => name === '4:2:0, 33 x 18, quality 75')!;
    const damaged = Buffer.from(good, 'base64');
    damaged.writeUInt16BE(value << 8, damaged.indexOf(Buffer.of(0xff, 0xda)) + 2);
    expect(distance(decoder.decode(damaged), inflateSync(Buffer.from(pixels, 'base64'))).most).toBeLessThanOrEqual(3);
  },
);

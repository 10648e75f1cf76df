// Files with flipped bits and cuts, compared with what Pillow makes of them (golden/make-damaged.py): rejected, or the
// same image.
import { crc32, inflateSync } from 'node:zlib';
import { builtInDecoder, type RgbImage } from '@polyhead/batches';
import damaged from './golden/damaged.json';
import jpegs from './golden/jpeg.json';
import pngs from './golden/png.json';

interface DamagedCase {
  kind: string;
  file: number;
  flips?: number[][];
  fixed?: boolean;
  length?: number;
  width?: number;
  height?: number;
  pixels?: string;
}
const cases = damaged as DamagedCase[];
const decoder = builtInDecoder({ maxPixels: 1_000_000 });
const nameOf = ({ kind, file, flips, length }: DamagedCase): string =>
  `${(kind === 'jpeg' ? jpegs : pngs)[file]!.name} ${kind}, ${flips === undefined ? `cut to ${length}` : `flipped ${flips.map((flip) => flip.join('^')).join(' ')}`}`;

/** Files whose pixels are whole, and which Pillow rejects. */
const more = [
  '1 x 1, interlaced png, flipped 57^2', // in the length of a second, empty chunk of pixels
  'orientation 6 png, flipped 43^64', // in the EXIF data: the image itself is whole
];
/** Coefficients far beyond what pixels can be: each build of libjpeg clips them in its own way. */
const clipped = [
  '4:4:4 jpeg, flipped 237^8',
  '4:2:0 jpeg, flipped 1173^32 696^32',
  'restart markers jpeg, flipped 464^8 1060^128',
  'orientation 1 jpeg, flipped 299^8',
  'orientation 2 jpeg, flipped 74^64',
  'orientation 4 jpeg, flipped 1260^8 940^32',
];

function bytesOf({ kind, file, flips = [], fixed, length }: DamagedCase): Buffer {
  const bytes = Buffer.from(kind === 'jpeg' ? jpegs[file]!.jpeg : pngs[file]!.png, 'base64');
  for (const [at, bit] of flips) bytes[at!]! ^= bit!;
  for (
    let start = 8, end;
    fixed === true && start + 12 <= bytes.length && (end = start + 8 + bytes.readUInt32BE(start)) + 4 <= bytes.length;
    start = end + 4
  )
    bytes.writeUInt32BE(crc32(bytes.subarray(start + 4, end)), end);
  return bytes.subarray(0, length);
}

function decoded(one: DamagedCase): RgbImage | undefined {
  try {
    return decoder.decode(bytesOf(one));
  } catch (error) {
    expect(String(error)).toMatch(/^PolyheadError: (the|this) /);
    return undefined;
  }
}

/** How far each value is from Pillow's. */
function distances({ kind, file, pixels = '' }: DamagedCase, { data }: RgbImage): number[] {
  const whole = Buffer.from((kind === 'jpeg' ? jpegs : pngs)[file]!.pixels, 'base64');
  const delta = inflateSync(Buffer.from(pixels, 'base64'));
  expect(delta.length).toBe(data.length);
  return Array.from(delta, (value, index) =>
    Math.abs(((value + (delta.length === whole.length ? whole[index]! : 0)) & 255) - data[index]!),
  );
}

test('builtInDecoder rejects what Pillow rejects, but for two PNGs whose pixels are whole', () => {
  const rejected = cases.filter(({ width }) => width === undefined);
  expect(rejected.filter((one) => decoded(one) !== undefined).map(nameOf)).toEqual(more);
});

test('builtInDecoder decodes other damaged files as Pillow: equal PNG bytes, and JPEG except clipped blocks', () => {
  const both = cases
    .filter((one) => one.width !== undefined)
    .map((one) => ({ one, image: decoded(one) }))
    .filter(({ image }) => image !== undefined);
  const wrong = both.filter(({ one, image }) => {
    const off = distances(one, image!);
    const mean = off.reduce((sum, value) => sum + value, 0) / off.length;
    const far = off.filter((value) => value > 3).length / off.length;
    return (
      [image!.width, image!.height].join() !== [one.width, one.height].join() ||
      (one.kind === 'png' ? mean > 0 : mean > 0.8 || far > 0.06)
    );
  });
  expect(wrong.map(({ one }) => nameOf(one))).toEqual(clipped);
});

test('builtInDecoder rejects and decodes as many damaged files as docs/reliability.md says', () => {
  const counts = { pillowRefuses: { rejected: 0, decoded: 0 }, pillowDecodes: { rejected: 0, decoded: 0 } };
  for (const one of cases)
    counts[one.width === undefined ? 'pillowRefuses' : 'pillowDecodes'][
      decoded(one) === undefined ? 'rejected' : 'decoded'
    ]++;
  expect(counts).toEqual({
    pillowRefuses: { rejected: 306, decoded: 2 },
    pillowDecodes: { rejected: 10, decoded: 166 },
  });
});

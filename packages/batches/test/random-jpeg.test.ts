// Random JPEGs of every kind that libjpeg writes, and damaged ones, compared with what Pillow makes of them
// (golden/make-random-jpeg.py, which also says how to make a longer file for POLYHEAD_JPEG_CORPUS).
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { jpegDecoder, type RgbImage } from '@polyhead/batches';

interface RandomJpeg {
  readonly name: string;
  readonly jpeg: string;
  readonly damaged?: boolean;
  /** Pillow's error if it does not decode the file. */
  readonly rejected?: string;
  /** True if Pillow decodes the file, and libjpeg warns that pixels are missing. */
  readonly missing?: boolean;
  readonly width?: number;
  readonly height?: number;
  readonly pixels?: string;
}

const corpus = process.env['POLYHEAD_JPEG_CORPUS'] ?? join(__dirname, 'golden/random-jpeg.jsonl');
const all = readFileSync(corpus, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as RandomJpeg);
const valid = all.filter(({ damaged }) => damaged !== true);
const damaged = all.filter((one) => one.damaged === true);
const decoder = jpegDecoder({ maxPixels: 1_000_000 });
const bytesOf = ({ jpeg }: RandomJpeg): Buffer => Buffer.from(jpeg, 'base64');

/** The image, or the reason why there is none. */
function outcome(one: RandomJpeg): RgbImage | string {
  try {
    return decoder.decode(bytesOf(one));
  } catch (error) {
    return String(error);
  }
}

/** The largest difference from Pillow's pixels; undefined where the size is another. */
function distance({ width, height, pixels = '' }: RandomJpeg, image: RgbImage): number | undefined {
  if (image.width !== width || image.height !== height) return undefined;
  const expected = inflateSync(Buffer.from(pixels, 'base64'));
  return expected.reduce((most, value, index) => Math.max(most, Math.abs(value - image.data[index]!)), 0);
}

test(`jpegDecoder decodes ${valid.length} random valid JPEGs to the pixels of Pillow, upright`, () => {
  const wrong = valid.flatMap((one) => {
    const result = outcome(one);
    const far = typeof result === 'string' ? result : distance(one, result);
    return far === 0 ? [] : [`${one.name}: ${far}`];
  });
  expect(wrong).toEqual([]);
}, 600_000);

test(`jpegDecoder rejects damaged JPEGs that Pillow rejects or libjpeg warns of (${damaged.length} files)`, () => {
  const [good] = valid as [RandomJpeg];
  const wrong = damaged.flatMap((one) => {
    const result = outcome(one);
    if (distance(good, decoder.decode(bytesOf(good))) !== 0) return [`${one.name}: spoils the next image`];
    if (typeof result === 'string')
      return /^PolyheadError: (the|this|lossless|hierarchical|arithmetic)\b.*JPEG/.test(result)
        ? []
        : [`${one.name}: ${result}`];
    if (one.rejected !== undefined) return [`${one.name}: decoded, and Pillow reports ${one.rejected}`];
    if (one.missing === true) return [`${one.name}: decoded, and pixels are missing`];
    // not the width: Pillow and we find another orientation in some damaged EXIF data
    return result.data.length === one.width! * one.height! * 3
      ? []
      : [`${one.name}: ${result.width} x ${result.height}`];
  });
  expect(wrong).toEqual([]);
}, 600_000);

test('jpegDecoder decodes most damaged JPEGs without missing pixels, and most of these to the pixels of Pillow', () => {
  const whole = damaged.filter(({ rejected, missing }) => rejected === undefined && missing !== true);
  const both = whole.map((one) => ({ one, image: outcome(one) }));
  const decoded = both.filter(({ image }) => typeof image !== 'string');
  // the others have values far out of range, which each build of libjpeg clips in its own way
  const equal = decoded.filter(({ one, image }) => distance(one, image as RgbImage) === 0);
  expect(equal.length / decoded.length).toBeGreaterThan(0.85);
  expect(decoded.length / both.length).toBeGreaterThan(0.5);
}, 600_000);

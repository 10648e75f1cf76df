import { describeValue, expectObject } from '@polyhead/tasks';
import { inflateSync } from 'node:zlib';
import { checkBytes, messageOf } from './checks';
import type { ImageDecoder } from './image-decoder';
import { imageFormat } from './image-format';
import { orientImage } from './orient-image';
import { type PngChunks, readPngChunks } from './png-chunks';
import type { RgbImage } from './rgb-image';
import { unfilterPng } from './unfilter-png';

/** Options of {@link pngDecoder}. */
export interface PngDecoderOptions {
  /**
   * Largest picture that is decoded, in pixels; a larger one is refused by its header, before memory is taken. Default
   * 50,000,000.
   */
  readonly maxPixels?: number;
}

/** Raised with every change of the pixels that come out, so that cached ones are not taken for them. */
const pixelsVersion = 1;

const optionNames = { maxPixels: true } satisfies Record<keyof PngDecoderOptions, true>;

/** An {@link ImageDecoder} that needs no waiting for. */
export interface PngDecoder extends ImageDecoder {
  readonly version: string;
  decode(bytes: Uint8Array): RgbImage;
}

// By hand, as fast-png 8.0.0 does not decode interlaced PNGs of less than 8 bits a sample, fills up files with too few
// pixels, and inflates 500 MB for a file of 500 kB that says it is 2 x 2 pixels: around it nearly all of this would stay.

/** First column and row of a pass, and how far apart its columns and rows are. */
type Pass = readonly [left: number, top: number, across: number, down: number];
const whole: readonly Pass[] = [[0, 0, 1, 1]];
const adam7: readonly Pass[] = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
];

/**
 * Decodes PNG of every kind, in Node: to the byte as Pillow's `convert('RGB')`. Transparency is left out, 16 bits a
 * sample are cut to 8. Turns images upright by their EXIF orientation, or by that in XMP data where there is none.
 *
 * `decode` throws on anything that is no PNG, is cut off or damaged, or is larger than `maxPixels`.
 *
 * @example
 * ```ts
 * import { readFile } from 'node:fs/promises';
 * import { pngDecoder } from '@polyhead/batches';
 * const { width, height } = pngDecoder().decode(await readFile('drawing.png'));
 * ```
 */
export function pngDecoder(options: PngDecoderOptions = {}): PngDecoder {
  expectObject('pngDecoder', options, { names: optionNames, example: '{ maxPixels: 10_000_000 }' });
  const { maxPixels = 50_000_000 } = options;
  if (!(maxPixels > 0))
    throw new Error(
      `pngDecoder: expected "maxPixels" to be a positive number of pixels, got ${describeValue(maxPixels)}.`,
    );
  return {
    name: 'png',
    version: `PNG ${pixelsVersion}`,
    decode: (bytes) => {
      checkBytes(bytes);
      if (imageFormat(bytes) !== 'PNG')
        throw new Error(`this is no PNG but ${imageFormat(bytes) ?? 'of unknown format'}`);
      const chunks = readPngChunks(bytes);
      const { width, height } = chunks;
      if (width * height > maxPixels)
        throw new Error(`the PNG has ${width} x ${height} pixels, more than the ${maxPixels} of "maxPixels"`);
      return orientImage({ width, height, data: decodePixels(chunks) }, chunks.orientation);
    },
  };
}

function decodePixels(chunks: PngChunks): Uint8Array {
  const { width, height, depth, colours, interlaced } = chunks;
  const passes = (interlaced ? adam7 : whole).map(([left, top, across, down]) => {
    const columns = Math.max(0, Math.ceil((width - left) / across));
    const rows = columns === 0 ? 0 : Math.max(0, Math.ceil((height - top) / down));
    return { left, top, across, down, columns, rows, rowBytes: Math.ceil((columns * colours.samples * depth) / 8) };
  });
  const filtered = inflate(
    chunks.data,
    passes.reduce((sum, { rows, rowBytes }) => sum + rows * (1 + rowBytes), 0),
  );
  const output = new Uint8Array(width * height * 3);
  let from = 0;
  for (const { left, top, across, down, columns, rows, rowBytes } of passes) {
    const samples = unfilterPng(
      filtered.subarray(from, from + rows * (1 + rowBytes)),
      rowBytes,
      Math.max(1, (colours.samples * depth) / 8),
    );
    for (let row = 0; row < rows; row++)
      writeRow(
        chunks,
        samples.subarray(row * rowBytes),
        columns,
        output,
        ((top + row * down) * width + left) * 3,
        across * 3,
      );
    from += rows * (1 + rowBytes);
  }
  return output;
}

/** Not a byte more than the picture has, whatever the file holds. */
function inflate(parts: readonly Uint8Array[], length: number): Uint8Array {
  let data: Uint8Array;
  try {
    data = inflateSync(Buffer.concat(parts), { maxOutputLength: length });
  } catch (error) {
    throw new Error(`the PNG is cut off or damaged (${messageOf(error)})`, { cause: error });
  }
  if (data.length < length) throw new Error(`the PNG is cut off: it has ${data.length} of ${length} bytes of pixels`);
  return data;
}

/** Turns samples into red, green and blue, `step` bytes apart. */
function writeRow(
  { depth, colours, palette }: PngChunks,
  samples: Uint8Array,
  columns: number,
  output: Uint8Array,
  start: number,
  step: number,
): void {
  if (depth === 8 && colours.samples === 3 && step === 3) return output.set(samples.subarray(0, columns * 3), start);
  const sampleAt =
    depth >= 8
      ? (index: number): number => samples[(index * depth) / 8] as number
      : (index: number): number =>
          ((samples[(index * depth) >> 3] as number) >> (8 - depth - ((index * depth) & 7))) & (2 ** depth - 1);
  const scale = colours.isIndexed || depth >= 8 ? 1 : 255 / (2 ** depth - 1);
  for (let column = 0, at = start; column < columns; column++, at += step) {
    const first = sampleAt(column * colours.samples) * scale;
    for (let channel = 0; channel < 3; channel++) {
      output[at + channel] = colours.isIndexed
        ? (palette[first * 3 + channel] ?? 0)
        : colours.isGrey
          ? first
          : sampleAt(column * colours.samples + channel);
    }
  }
}

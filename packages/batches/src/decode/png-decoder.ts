import { assertObject, PolyheadError, assertNumber, errorMessage } from '@polyhead/core';
import { constants, inflateSync } from 'node:zlib';
import { assertFileBytes } from './assert-image';
import type { ImageDecoder } from './image-decoder';
import { imageFormat } from './image-format';
import { orientImage } from './orient-image';
import { type PngChunks, readPngChunks } from './png/png-chunks';
import type { RgbImage } from './rgb-image';
import { unfilterPng } from './png/unfilter-png';

/** Options of {@link pngDecoder}. */
export interface PngDecoderOptions {
  /**
   * Largest image that is decoded, in pixels. A larger one is rejected by its header, before memory is allocated.
   * Default 50,000,000.
   */
  readonly maxPixels?: number;
}

/** Increased with every change of the decoded pixels, so that cached ones are not used in their place. */
const pixelsVersion = 1;

const optionNames = { maxPixels: true } satisfies Record<keyof PngDecoderOptions, true>;

/** An {@link ImageDecoder} that decodes synchronously. */
export interface PngDecoder extends ImageDecoder {
  readonly version: string;
  decode(bytes: Uint8Array): RgbImage;
}

// Not fast-png 8.0.0: it does not decode interlaced PNGs of less than 8 bits per sample, fills up files with too few
// pixels, and inflates 500 MB for a file of 500 kB with a header of 2 x 2 pixels.

/** The most that a byte of a deflate stream adds: eight codes of one bit, for 258 bytes each. */
const maxBytesPerByte = 8 * 258;

/** First column and row of a pass, and the distances between its columns and rows. */
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
 * Decodes every kind of PNG, in Node, to the byte as Pillow's `convert('RGB')`. Drops transparency, and scales 16 bits
 * per sample to 8. Turns images upright by their EXIF orientation, or by the one in XMP data if there is none.
 *
 * The exception is gray with 16 bits: Pillow clips its values to 255, which leaves most images white.
 *
 * Like Pillow, `decode` accepts files whose pixels are complete although bytes follow them, a checksum of a chunk is
 * wrong after the pixels begin, or the end is missing.
 *
 * @param options - See {@link PngDecoderOptions}.
 * @returns A decoder whose `decode` throws on anything that is not a PNG, has too few pixels, is corrupt, or is larger
 *   than `maxPixels`; the error says why.
 * @throws {PolyheadError} `INVALID_ARGUMENT` if `maxPixels` is not a positive number.
 *
 * @example
 * ```ts
 * import { readFile } from 'node:fs/promises';
 * import { pngDecoder } from '@polyhead/batches';
 * const { width, height } = pngDecoder().decode(await readFile('drawing.png'));
 * ```
 */
export function pngDecoder(options: PngDecoderOptions = {}): PngDecoder {
  assertObject('pngDecoder', options, { optionKeys: optionNames, example: '{ maxPixels: 10_000_000 }' });
  const { maxPixels = 50_000_000 } = options;
  assertNumber('pngDecoder', 'maxPixels', maxPixels, { above: 0, max: Infinity });
  return {
    name: 'png',
    version: `PNG ${pixelsVersion}`,
    decode: (bytes) => {
      assertFileBytes(bytes);
      if (imageFormat(bytes) !== 'PNG')
        throw new PolyheadError(
          'UNSUPPORTED_IMAGE',
          `this is not a PNG but ${imageFormat(bytes) ?? 'of unknown format'}`,
        );
      const chunks = readPngChunks(bytes);
      const { width, height } = chunks;
      if (width * height > maxPixels)
        throw new PolyheadError(
          'IMAGE_TOO_LARGE',
          `the PNG has ${width} x ${height} pixels, more than the ${maxPixels} of "maxPixels"`,
        );
      return orientImage({ width, height, data: decodePixels(chunks) }, chunks.orientation);
    },
  };
}

function decodePixels(chunks: PngChunks): Uint8Array {
  const { width, height, depth, colors, interlaced } = chunks;
  const passes = (interlaced ? adam7 : whole).map(([left, top, across, down]) => {
    const columns = Math.max(0, Math.ceil((width - left) / across));
    const rows = columns === 0 ? 0 : Math.max(0, Math.ceil((height - top) / down));
    return { left, top, across, down, columns, rows, rowBytes: Math.ceil((columns * colors.samples * depth) / 8) };
  });
  const filtered = inflate(
    chunks,
    passes.reduce((sum, { rows, rowBytes }) => sum + rows * (1 + rowBytes), 0),
  );
  const output = new Uint8Array(width * height * 3);
  let from = 0;
  for (const { left, top, across, down, columns, rows, rowBytes } of passes) {
    const samples = unfilterPng(
      filtered.subarray(from, from + rows * (1 + rowBytes)),
      rowBytes,
      Math.max(1, (colors.samples * depth) / 8),
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

/**
 * Returns the `length` bytes that the pixels need, and inflates little more, whatever the file holds. A wrong checksum
 * of a chunk does no harm if that of the whole stream is right.
 */
function inflate({ data, isIntact }: PngChunks, length: number): Uint8Array {
  const packed = Buffer.concat(data);
  let output: Uint8Array;
  try {
    output = inflateSync(packed, { maxOutputLength: length });
  } catch (error) {
    const { code } = error as { code?: string };
    if (!isIntact)
      throw new PolyheadError('INVALID_IMAGE', 'the PNG is corrupt: the checksum of its pixels is wrong', {
        cause: error,
      });
    if (code !== 'ERR_BUFFER_TOO_LARGE' && code !== 'Z_BUF_ERROR')
      throw new PolyheadError('INVALID_IMAGE', `the PNG is corrupt (${errorMessage(error)})`, { cause: error });
    output = inflateStart(packed, length);
  }
  if (output.length < length)
    throw new PolyheadError(
      'INVALID_IMAGE',
      `the PNG is cut off: it has ${output.length} of ${length} bytes of pixels`,
    );
  return output.subarray(0, length);
}

/**
 * Inflates a stream that has more than `length` bytes, or no end. Node returns nothing of a stream that is too long, so
 * this looks for a part of it that is not.
 */
function inflateStart(packed: Uint8Array, length: number): Uint8Array {
  let output = new Uint8Array(0);
  for (let from = 0, to = packed.length + 1, end = packed.length; to - from > 1; end = (from + to) >> 1) {
    try {
      output = inflateSync(packed.subarray(0, end), {
        finishFlush: constants.Z_SYNC_FLUSH,
        maxOutputLength: length + maxBytesPerByte,
      });
      from = end;
    } catch {
      to = end;
    }
    if (output.length >= length) break;
  }
  return output;
}

/** Converts samples to red, green and blue, `step` bytes apart. */
function writeRow(
  { depth, colors, palette }: PngChunks,
  samples: Uint8Array,
  columns: number,
  output: Uint8Array,
  start: number,
  step: number,
): void {
  if (depth === 8 && colors.samples === 3 && step === 3) return output.set(samples.subarray(0, columns * 3), start);
  const sampleAt =
    depth >= 8
      ? (index: number): number => samples[(index * depth) / 8] as number
      : (index: number): number =>
          ((samples[(index * depth) >> 3] as number) >> (8 - depth - ((index * depth) & 7))) & (2 ** depth - 1);
  const scale = colors.isIndexed || depth >= 8 ? 1 : 255 / (2 ** depth - 1);
  for (let column = 0, at = start; column < columns; column++, at += step) {
    const first = sampleAt(column * colors.samples) * scale;
    for (let channel = 0; channel < 3; channel++) {
      output[at + channel] = colors.isIndexed
        ? (palette[first * 3 + channel] ?? 0)
        : colors.isGray
          ? first
          : sampleAt(column * colors.samples + channel);
    }
  }
}

import { assertObject, PolyheadError, assertNumber } from '@polyhead/core';
import type { ImageDecoder } from './image-decoder';
import { decodePlanes, needsPlaneDecoding } from './jpeg/decode-planes';
import { type JpegHeader, largestSampling, readJpegHeader } from './jpeg/jpeg-header';
import { decodeWithLibjpeg } from './jpeg/libjpeg';
import { libjpegVersion } from './jpeg/libjpeg-wasm';
import { orientImage } from './orient-image';
import type { RgbImage } from './rgb-image';

/** Options of {@link jpegDecoder}. */
export interface JpegDecoderOptions {
  /**
   * Largest image that is decoded, in pixels. A larger one is rejected by its header, before memory is allocated.
   * Default 50,000,000.
   */
  readonly maxPixels?: number;
}

const optionNames = { maxPixels: true } satisfies Record<keyof JpegDecoderOptions, true>;

/** An {@link ImageDecoder} that decodes synchronously. */
export interface JpegDecoder extends ImageDecoder {
  readonly version: string;
  decode(bytes: Uint8Array): RgbImage;
}

/** Increased with every change of the decoded pixels, so that cached ones are not used in their place. */
const pixelsVersion = 3;
/** More passes than any encoder makes: a file with thousands is made to keep the machine busy. */
const maxScans = 100;

/**
 * Decodes JPEG, baseline and progressive, gray, color, CMYK and YCCK, with libjpeg as WebAssembly: the same pixels on
 * every machine, in Node and in browsers, and those of Pillow's `convert('RGB')`. Turns images upright by their EXIF
 * orientation, or by the one in XMP data if there is none.
 *
 * A progressive JPEG that ends before its last refinement, as an encoder may choose, is a whole image of lower quality.
 * Its pixels differ from Pillow's, by up to 59 of 255 in our tests: libjpeg smooths the edges of its blocks, and
 * Pillow's newer version does that with more of their neighbors.
 *
 * @param options - See {@link JpegDecoderOptions}.
 * @returns A decoder whose `decode` throws on anything that is not a JPEG, is cut off, is larger than `maxPixels`, or
 *   makes libjpeg warn that pixels are missing; the error says why.
 * @throws {PolyheadError} `INVALID_ARGUMENT` if `maxPixels` is not a positive number.
 *
 * @example
 * ```ts
 * import { readFile } from 'node:fs/promises';
 * import { jpegDecoder, resizeImage } from '@polyhead/batches';
 * const image = jpegDecoder().decode(await readFile('someone.jpg'));
 * const { data } = resizeImage(image, 198, 198);
 * ```
 */
export function jpegDecoder(options: JpegDecoderOptions = {}): JpegDecoder {
  assertObject('jpegDecoder', options, { optionKeys: optionNames, example: '{ maxPixels: 10_000_000 }' });
  const { maxPixels = 50_000_000 } = options;
  assertNumber('jpegDecoder', 'maxPixels', maxPixels, { above: 0, max: Infinity });
  return {
    name: 'jpeg',
    version: `JPEG ${pixelsVersion} by @jsquash/jpeg ${libjpegVersion}`,
    decode: (bytes) => {
      const header = readJpegHeader(bytes);
      checkSize(header, maxPixels);
      assertFileBytes(header, bytes.length);
      const file = bytes.subarray(0, header.end);
      const image = needsPlaneDecoding(header) ? decodePlanes(file, header) : decodeWithLibjpeg(file);
      return orientImage(image, header.orientation);
    },
  };
}

function checkSize({ width, height, scans }: JpegHeader, maxPixels: number): void {
  if (width * height > maxPixels)
    throw new PolyheadError(
      'IMAGE_TOO_LARGE',
      `the JPEG has ${width} x ${height} pixels, more than the ${maxPixels} of "maxPixels"`,
    );
  if (scans > maxScans) throw new PolyheadError('INVALID_IMAGE', `the JPEG has ${scans} scans, more than ${maxScans}`);
}

/** Every block of 8 x 8 samples takes a bit at least, so a small file cannot claim a huge image. */
function assertFileBytes(header: JpegHeader, length: number): void {
  const { across, down } = largestSampling(header.components);
  const { width, height } = header;
  const blocks = header.components.map(
    (one) => Math.ceil((width * one.across) / across / 8) * Math.ceil((height * one.down) / down / 8),
  );
  if (Math.max(...blocks) > length * 8)
    throw new PolyheadError(
      'INVALID_IMAGE',
      `the JPEG is cut off: ${width} x ${height} pixels do not fit into its ${length} bytes`,
    );
}

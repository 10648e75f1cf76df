import type Sharp from 'sharp';
import { assertObject, PolyheadError, assertNumber, errorMessage } from '@polyhead/core';
import { assertFileBytes } from './assert-image';
import type { ImageDecoder } from './image-decoder';
import { imageFormat } from './image-format';
import { requireFrom } from './require-from';
import type { RgbImage } from './rgb-image';
import { sharpVersion } from './sharp-version';

/** Formats that every build of sharp reads. */
const readFormats = ['JPEG', 'PNG', 'WebP', 'AVIF', 'GIF', 'TIFF'];

/** Options of {@link sharpDecoder}. */
export interface SharpDecoderOptions {
  /** Largest image that is decoded, in pixels. Default 50,000,000. */
  readonly maxPixels?: number;
}

const optionNames = { maxPixels: true } satisfies Record<keyof SharpDecoderOptions, true>;

/**
 * Creates a decoder of JPEG, PNG, WebP, AVIF, GIF and TIFF with sharp (libvips, native code), which you install next to
 * polyhead: `npm install sharp`.
 *
 * JPEGs are decoded to the byte as by Pillow and other users of libjpeg-turbo. Images are turned upright by their EXIF
 * orientation; transparency is dropped.
 *
 * @param options - See {@link SharpDecoderOptions}.
 * @returns A decoder whose `decode` throws `INVALID_IMAGE`, `UNSUPPORTED_IMAGE`, `IMAGE_TOO_LARGE`, or
 *   `ENGINE_UNAVAILABLE` if sharp is not installed.
 * @throws {PolyheadError} `INVALID_ARGUMENT` if `maxPixels` is not a positive number.
 *
 * @example
 * ```ts
 * import { readFile } from 'node:fs/promises';
 * import { sharpDecoder } from '@polyhead/batches';
 * const image = await sharpDecoder().decode(await readFile('someone.png'));
 * ```
 */
export function sharpDecoder(options: SharpDecoderOptions = {}): ImageDecoder {
  assertObject('sharpDecoder', options, { optionKeys: optionNames, example: '{ maxPixels: 10_000_000 }' });
  const { maxPixels = 50_000_000 } = options;
  assertNumber('sharpDecoder', 'maxPixels', maxPixels, { above: 0, max: Infinity });
  return createSharpDecoder(maxPixels);
}

/**
 * Creates the decoder of {@link sharpDecoder} without checks; sharp is resolved from the file `from`, default this one.
 */
export function createSharpDecoder(maxPixels: number, from?: string): ImageDecoder {
  return {
    name: 'sharp',
    get version() {
      return sharpVersion(from); // loads sharp
    },
    decode: (bytes) => decodeWithSharp(bytes, maxPixels, from),
  };
}

async function decodeWithSharp(bytes: Uint8Array, maxPixels: number, from?: string): Promise<RgbImage> {
  assertFileBytes(bytes);
  if (bytes.length === 0) throw new PolyheadError('INVALID_IMAGE', 'the file is empty');
  const sharp = loadSharp(from);
  try {
    const pipeline = sharp(bytes, { limitInputPixels: maxPixels, failOn: 'truncated' })
      .rotate()
      .toColorspace('srgb')
      .removeAlpha();
    const { data, info } = await pipeline.raw().toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, data: info.channels === 3 ? data : grayToRgb(data) };
  } catch (error) {
    const format = imageFormat(bytes);
    const code = (await isTooLarge(sharp(bytes, { limitInputPixels: false }), maxPixels))
      ? 'IMAGE_TOO_LARGE'
      : format !== undefined && readFormats.includes(format)
        ? 'INVALID_IMAGE'
        : 'UNSUPPORTED_IMAGE';
    throw new PolyheadError(code, `sharp cannot read this ${format ?? 'file'} (${errorMessage(error)})`, {
      cause: error,
    });
  }
}

/** True if the header of an image that sharp rejected declares too many pixels. */
async function isTooLarge(image: Sharp.Sharp, maxPixels: number): Promise<boolean> {
  const { width, height } = await image.metadata().catch(() => ({ width: 0, height: 0 }));
  return width * height > maxPixels;
}

/** Out of sight of bundlers, which fail if sharp is missing and cannot bundle its native code if it is not. */
function loadSharp(from?: string): typeof Sharp {
  try {
    return requireFrom(from)('sharp') as typeof Sharp;
  } catch (error) {
    throw new PolyheadError(
      'ENGINE_UNAVAILABLE',
      'sharpDecoder: sharp cannot be loaded. Install it (npm install sharp) or use builtInDecoder.',
      { where: 'sharpDecoder', cause: error },
    );
  }
}

function grayToRgb(gray: Uint8Array): Uint8Array {
  const data = new Uint8Array(gray.length * 3);
  gray.forEach((value, pixel) => data.fill(value, pixel * 3, pixel * 3 + 3));
  return data;
}

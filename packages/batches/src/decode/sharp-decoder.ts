import type Sharp from 'sharp';
import { assertObject, PolyheadError, assertNumber, errorMessage } from '@polyhead/core';
import { assertFileBytes } from './assert-image';
import type { ImageDecoder } from './image-decoder';
import { imageFormat } from './image-format';
import { requireFrom } from './require-from';
import type { RgbImage } from './rgb-image';
import { sharpVersion } from './sharp-version';

/** Options of {@link sharpDecoder}. */
export interface SharpDecoderOptions {
  /** Largest image that is decoded, in pixels. Default 50,000,000. */
  readonly maxPixels?: number;
}

const optionNames = { maxPixels: true } satisfies Record<keyof SharpDecoderOptions, true>;

/**
 * Decodes JPEG, PNG, WebP, AVIF, GIF and TIFF with sharp (libvips, native code), which the user installs beside
 * polyhead: `npm install sharp`.
 *
 * JPEGs come out to the byte as Pillow and other users of libjpeg-turbo decode them. Images are turned upright by
 * their EXIF orientation; transparency is left out.
 * `decode` throws if sharp is not installed, and on files that are damaged or larger than `maxPixels`.
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

/** {@link sharpDecoder} without its checks, with sharp as the file `from` finds it. Default this file. */
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
    throw new PolyheadError(
      'UNSUPPORTED_IMAGE',
      `sharp cannot read this ${imageFormat(bytes) ?? 'file'} (${errorMessage(error)})`,
      { cause: error },
    );
  }
}

/** Out of sight of bundlers, which fail if sharp is missing and cannot bundle its native code if it is not. */
function loadSharp(from?: string): typeof Sharp {
  try {
    return requireFrom(from)('sharp') as typeof Sharp;
  } catch (error) {
    throw new PolyheadError(
      'ENGINE_UNAVAILABLE',
      'sharpDecoder: sharp cannot be loaded. Install it (npm install sharp) or use builtInDecoder.',
      {
        cause: error,
      },
    );
  }
}

function grayToRgb(gray: Uint8Array): Uint8Array {
  const data = new Uint8Array(gray.length * 3);
  gray.forEach((value, pixel) => data.fill(value, pixel * 3, pixel * 3 + 3));
  return data;
}

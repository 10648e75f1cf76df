import { assertObject, PolyheadError } from '@polyhead/core';
import { assertFileBytes } from './assert-image';
import type { ImageDecoder } from './image-decoder';
import { imageFormat } from './image-format';
import { jpegDecoder } from './jpeg-decoder';
import { pngDecoder } from './png-decoder';
import type { RgbImage } from './rgb-image';

/** Options of {@link builtInDecoder}. */
export interface BuiltInDecoderOptions {
  /** Largest image that is decoded, in pixels. Default 50,000,000. */
  readonly maxPixels?: number;
}

const optionNames = { maxPixels: true } satisfies Record<keyof BuiltInDecoderOptions, true>;

/** An {@link ImageDecoder} that decodes synchronously. */
export interface BuiltInDecoder extends ImageDecoder {
  readonly version: string;
  decode(bytes: Uint8Array): RgbImage;
}

/**
 * Creates a decoder of JPEG and PNG, by the bytes and not by the name of a file, with {@link jpegDecoder} and
 * {@link pngDecoder}. The pixels are the same on every machine. It is the default of `imageBatches`.
 *
 * @param options - See {@link BuiltInDecoderOptions}.
 * @returns A decoder whose `decode` throws `INVALID_IMAGE`, `IMAGE_TOO_LARGE`, or `UNSUPPORTED_IMAGE` on other formats.
 * @throws {PolyheadError} `INVALID_ARGUMENT` if `maxPixels` is not a positive number.
 *
 * @example
 * ```ts
 * import { readFile } from 'node:fs/promises';
 * import { builtInDecoder, resizeImage } from '@polyhead/batches';
 * const image = builtInDecoder().decode(await readFile('someone.jpg'));
 * const { data } = resizeImage(image, 198, 198);
 * ```
 */
export function builtInDecoder(options: BuiltInDecoderOptions = {}): BuiltInDecoder {
  assertObject('builtInDecoder', options, { optionKeys: optionNames, example: '{ maxPixels: 10_000_000 }' });
  const jpeg = jpegDecoder(options);
  const png = pngDecoder(options);
  return {
    name: 'built-in',
    version: `${jpeg.version}, ${png.version}`,
    decode: (bytes) => {
      assertFileBytes(bytes);
      const format = imageFormat(bytes);
      if (format === 'JPEG') return jpeg.decode(bytes);
      if (format === 'PNG') return png.decode(bytes);
      if (bytes.length === 0) throw new PolyheadError('INVALID_IMAGE', 'the file is empty');
      throw new PolyheadError(
        'UNSUPPORTED_IMAGE',
        `this is ${format ?? 'of unknown format'}, and only JPEG and PNG are read without sharp`,
      );
    },
  };
}

import { assertObject, assertNumber, assertWholeNumber, assertOneOf } from '@polyhead/core';
import { cropCenter } from './crop-center';
import { assertRgbImage } from '../decode/assert-image';
import { resampleHorizontal, resampleVertical } from './resample';
import { type ResamplingWeights, resamplingWeights } from './resampling-weights';
import type { RgbImage } from '../decode/rgb-image';

/** Method of interpolation; see {@link ResizeImageOptions}. */
export type ResizeFilter = 'nearest' | 'bilinear' | 'bicubic';

const filters: readonly ResizeFilter[] = ['nearest', 'bilinear', 'bicubic'];

/** Options of {@link resizeImage}. */
export interface ResizeImageOptions {
  /**
   * `nearest` copies the nearest pixel; `bilinear` and `bicubic` average the pixels around, more of them the more the
   * image shrinks, so that fine patterns blur and do not alias.
   * Default `bilinear`.
   */
  readonly filter?: ResizeFilter;
  /**
   * Share of the height and the width around the middle that is kept, to the nearest pixel, and stretched. Default 1:
   * all of the image.
   */
  readonly centerCrop?: number;
}

const optionNames = { filter: true, centerCrop: true } satisfies Record<keyof ResizeImageOptions, true>;

/**
 * Stretches an image, or the middle of it, to `height` x `width` pixels, to the byte as Pillow's `Image.resize`. Use it
 * to prepare an image for a network as training did. Source: Pillow 12, `Resample.c` and `Geometry.c`.
 *
 * @param original - Image to resize, which stays as it is.
 * @param height - Height of the result in pixels.
 * @param width - Width of the result in pixels.
 * @param options - See {@link ResizeImageOptions}.
 * @returns The resized image; `original` itself if it has the size already.
 * @throws {PolyheadError} `INVALID_ARGUMENT` if a size is not a positive whole number, `centerCrop` is not a share, the
 *   pixels are not bytes, or their number does not match the size of the image.
 *
 * @example
 * ```ts
 * import { resizeImage } from '@polyhead/batches';
 * const image = { width: 2, height: 1, data: Uint8Array.of(0, 0, 0, 200, 200, 200) };
 * resizeImage(image, 1, 4, { filter: 'nearest' }).data; // 0 0 0, 0 0 0, 200 200 200, 200 200 200
 * ```
 */
export function resizeImage(
  original: RgbImage,
  height: number,
  width: number,
  options: ResizeImageOptions = {},
): RgbImage {
  const given = assertRgbImage('resizeImage', original);
  assertObject('resizeImage', options, { optionKeys: optionNames, example: "{ filter: 'nearest' }" });
  const { filter = 'bilinear', centerCrop = 1 } = options;
  for (const [name, size] of Object.entries({ height, width })) assertWholeNumber('resizeImage', name, size, 1);
  assertOneOf('resizeImage', 'filter', filter, filters);
  assertNumber('resizeImage', 'centerCrop', centerCrop, { above: 0, max: 1 });
  const image = cropCenter(given, centerCrop);
  if (image.width === width && image.height === height) return image;
  if (filter === 'nearest') return nearest(image, height, width);
  const isLast = image.height === height;
  const bytes = image.height * width * 3;
  const across =
    image.width === width
      ? image
      : resampleHorizontal(
          image,
          cachedWeights(filter, image.width, width),
          isLast ? new Uint8Array(bytes) : roomBetween(bytes),
        );
  return isLast ? across : resampleVertical(across, cachedWeights(filter, image.height, height));
}

/** What is between the passes; kept, as fresh memory takes a tenth of the time. */
let between = new Uint8Array(0);
const largestKept = 2 ** 20;

function roomBetween(bytes: number): Uint8Array {
  if (bytes > largestKept) return new Uint8Array(bytes);
  if (between.length < bytes) between = new Uint8Array(bytes);
  return between.subarray(0, bytes);
}

/** The images of a data set have few sizes: their weights are kept. */
const kept = new Map<string, ResamplingWeights>();

function cachedWeights(filter: 'bilinear' | 'bicubic', inputSize: number, outputSize: number): ResamplingWeights {
  const key = `${filter} ${inputSize} ${outputSize}`;
  const weights = kept.get(key) ?? resamplingWeights(filter, inputSize, outputSize);
  if (kept.size >= 64) kept.clear();
  kept.set(key, weights);
  return weights;
}

function nearest(
  { width: inputWidth, height: inputHeight, data: input }: RgbImage,
  height: number,
  width: number,
): RgbImage {
  const columns = nearestIndices(inputWidth, width);
  const rows = nearestIndices(inputHeight, height);
  const data = new Uint8Array(height * width * 3);
  let at = 0;
  for (const y of rows) {
    for (const x of columns) {
      const from = (y * inputWidth + x) * 3;
      data[at++] = input[from] as number;
      data[at++] = input[from + 1] as number;
      data[at++] = input[from + 2] as number;
    }
  }
  return { width, height, data };
}

/** Adds up the step as Pillow does, rounding errors included. */
function nearestIndices(inputSize: number, outputSize: number): Int32Array {
  const step = inputSize / outputSize;
  const indices = new Int32Array(outputSize);
  let position = step * 0.5;
  for (let index = 0; index < outputSize; index++, position += step)
    indices[index] = Math.min(inputSize - 1, Math.trunc(position));
  return indices;
}

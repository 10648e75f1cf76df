import {
  formatValue,
  assertNumber,
  assertObject,
  assertWholeNumber,
  invalidArgument,
  randomStream,
  type RandomStream,
} from '@polyhead/core';
import { type Affine, composeAffine, identity } from './affine';
import { brightness } from './brightness';
import { applyColorChange, type ColorChange, colorLookupTable, composeColors } from './color-change';
import { contrast } from './contrast';
import { crop } from './crop';
import { erase } from './erase';
import { flip } from './flip';
import { rotate } from './rotate';
import { saturation } from './saturation';
import { shift } from './shift';
import { warpAffine } from './warp';
import { assertRgbImage } from '../decode/assert-image';
import type { RgbImage } from '../decode/rgb-image';

/** Random changes that keep an image's labels; see {@link augmentImage}. Shares are from 0, no change, to 1. */
export interface AugmentOptions {
  /** True to mirror each image, left to right, with a probability of one half. Default false. */
  readonly flip?: boolean;
  /**
   * Furthest that an image is moved each way, as a share of its width and height; its edge fills the gap. Default 0.
   */
  readonly shift?: number;
  /** Furthest that an image is turned each way, in degrees from 0 to 180; its edge fills the corners. Default 0. */
  readonly rotate?: number;
  /** Most that is cut off width and height, as a share below 1; the rest is stretched to full size. Default 0. */
  readonly crop?: number;
  /** Most that an image gets lighter or darker: a factor from 1 - `brightness` to 1 + `brightness`. Default 0. */
  readonly brightness?: number;
  /**
   * Most that colors move away from the mean gray of their image, or towards it, as a factor around 1. Default 0.
   */
  readonly contrast?: number;
  /** Most that colors move away from the gray of their pixel, or towards it, as a factor around 1. Default 0. */
  readonly saturation?: number;
  /** Largest rectangle that noise is painted over, as a share of the area. Default 0. */
  readonly erase?: number;
}

/**
 * Augments an image as `imageBatches` and `arrayBatches` do with the option `augment`. Use it to look at augmentations
 * before training.
 *
 * Geometry is first, in one step that blends pixels once, then colors, then `erase`. A change of one strength does not
 * affect the random numbers of the others.
 *
 * @param given - Image to augment, which stays as it is.
 * @param seed - Whole number. The same seed makes the same changes.
 * @param options - Augmentations and their strengths; see {@link AugmentOptions}.
 * @returns A new image of the same size.
 * @throws {PolyheadError} `INVALID_ARGUMENT` if the pixels are not bytes, or a strength is outside of its range.
 *
 * @example
 * ```ts
 * import { readFile } from 'node:fs/promises';
 * import { augmentImage, jpegDecoder } from '@polyhead/batches';
 * const image = jpegDecoder().decode(await readFile('someone.jpg'));
 * const changed = augmentImage(image, 7, { flip: true, shift: 0.1, brightness: 0.2 });
 * ```
 */
export function augmentImage(given: RgbImage, seed: number, options: AugmentOptions): RgbImage {
  const image = assertRgbImage('augmentImage', given);
  assertWholeNumber('augmentImage', 'seed', seed);
  const data = new Uint8Array(image.data.length);
  augmentTo(data, image, assertAugment('augmentImage', options), randomStream(seed));
  return { ...image, data };
}

/**
 * Writes the augmented image to `output`. Every change draws its random numbers even if its strength is 0, so that
 * options do not affect each other.
 */
export function augmentTo(output: Uint8Array, image: RgbImage, options: AugmentOptions, random: RandomStream): void {
  const { width, height } = image;
  const geometry: readonly Affine[] = [
    flip(options.flip ?? false, random),
    shift(options.shift ?? 0, width, height, random),
    rotate(options.rotate ?? 0, random),
    crop(options.crop ?? 0, width, height, random),
  ];
  const colors = [
    brightness(options.brightness ?? 0, random),
    contrast(options.contrast ?? 0, random),
    saturation(options.saturation ?? 0, random),
  ];
  warpAndRecolor(output, image, geometry.reduce(composeAffine), colors.reduce(composeColors));
  erase({ width, height, data: output }, options.erase ?? 0, random);
}

const sameValues = Uint8ClampedArray.from({ length: 256 }, (_, value) => value);

/** Warps and changes colors in one pass if a table of values suffices for the colors. */
function warpAndRecolor(output: Uint8Array, image: RgbImage, geometry: Affine, colors: ColorChange): void {
  const table = colorLookupTable(image, colors);
  if (table !== undefined && String(geometry) === String(identity) && colors.value === 1) return output.set(image.data);
  warpAffine(image, output, geometry, table ?? sameValues);
  if (table === undefined) applyColorChange(output, image, colors);
}

const limits = { shift: 1, rotate: 180, crop: 0.99, brightness: 1, contrast: 1, saturation: 1, erase: 1 } as const;

/** Checks options that come from JavaScript or a file; errors name the function `where`. */
export function assertAugment(where: string, options: AugmentOptions): AugmentOptions {
  assertObject(where, options, { what: 'augmentations by name', example: '{ flip: true, shift: 0.1 }' });
  for (const [name, value] of Object.entries(options) as [string, unknown][]) {
    if (value === undefined) continue;
    if (name === 'flip' && typeof value !== 'boolean')
      throw invalidArgument(where, '"augment.flip" must be true or false', formatValue(value));
    if (name === 'flip') continue;
    if (!Object.hasOwn(limits, name))
      throw invalidArgument(
        where,
        `"augment" must have names of flip, ${Object.keys(limits).join(', ')}`,
        formatValue(name),
      );
    assertNumber(where, `augment.${name}`, value, { min: 0, max: limits[name as keyof typeof limits] });
  }
  return options;
}

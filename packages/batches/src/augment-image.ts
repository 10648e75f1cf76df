import { describeValue, expectObject } from '@polyhead/tasks';
import { type Affine, composeAffine, identity } from './augment/affine';
import { brightness } from './augment/brightness';
import { changeColours, type ColourChange, colourTable, composeColours } from './augment/colour-change';
import { contrast } from './augment/contrast';
import { crop } from './augment/crop';
import { erase } from './augment/erase';
import { flip } from './augment/flip';
import { rotate } from './augment/rotate';
import { saturation } from './augment/saturation';
import { shift } from './augment/shift';
import { warp } from './augment/warp';
import { checkRange, checkRgbImage, checkWhole } from './checks';
import { type RandomStream, randomStream } from './random-stream';
import type { RgbImage } from './rgb-image';

/** Random changes that a picture's labels survive; see {@link augmentImage}. Shares are from 0, no change, to 1. */
export interface AugmentOptions {
  /** Whether every other picture is mirrored, left to right. Default false. */
  readonly flip?: boolean;
  /**
   * Furthest that a picture is moved each way, as a share of its width and height; its edge fills the gap. Default 0.
   */
  readonly shift?: number;
  /** Furthest that a picture is turned each way, in degrees from 0 to 180; its edge fills the corners. Default 0. */
  readonly rotate?: number;
  /** Most that is cut off width and height, as a share below 1; the rest is stretched to full size. Default 0. */
  readonly crop?: number;
  /** Most that a picture gets lighter or darker: a factor from 1 - `brightness` to 1 + `brightness`. Default 0. */
  readonly brightness?: number;
  /**
   * Most that colours move away from the mean grey of their picture, or towards it, as a factor around 1. Default 0.
   */
  readonly contrast?: number;
  /** Most that colours move away from their own grey, or towards it, as a factor around 1. Default 0. */
  readonly saturation?: number;
  /** Largest rectangle that noise is painted over, as a share of the area. Default 0. */
  readonly erase?: number;
}

/**
 * A picture changed at random, as `imageBatches` and `arrayBatches` do with the option `augment`: to look at before
 * training. The same seed makes the same changes.
 *
 * Geometry comes first, in one step that blends pixels once, then colours, then `erase`. A change of strength 0 leaves
 * all the others as they are.
 * Throws if a strength makes no sense, or the pixels are not bytes.
 *
 * @example
 * ```ts
 * import { readFile } from 'node:fs/promises';
 * import { augmentImage, jpegDecoder } from '@polyhead/batches';
 * const image = jpegDecoder().decode(await readFile('someone.jpg'));
 * const changed = augmentImage(image, 7, { flip: true, shift: 0.1, brightness: 0.2 });
 * ```
 */
export function augmentImage(picture: RgbImage, seed: number, options: AugmentOptions): RgbImage {
  const image = checkRgbImage('augmentImage', picture);
  checkWhole('augmentImage', 'seed', seed, Number.MIN_SAFE_INTEGER);
  const data = new Uint8Array(image.data.length);
  augmentInto(data, image, checkAugment('augmentImage', options), randomStream(seed));
  return { ...image, data };
}

/**
 * Writes the changed picture to `output`. Every change takes its random numbers whether it is wanted or not, so that
 * one does not move another.
 */
export function augmentInto(output: Uint8Array, image: RgbImage, options: AugmentOptions, random: RandomStream): void {
  const { width, height } = image;
  const geometry: readonly Affine[] = [
    flip(options.flip ?? false, random),
    shift(options.shift ?? 0, width, height, random),
    rotate(options.rotate ?? 0, random),
    crop(options.crop ?? 0, width, height, random),
  ];
  const colours = [
    brightness(options.brightness ?? 0, random),
    contrast(options.contrast ?? 0, random),
    saturation(options.saturation ?? 0, random),
  ];
  recolour(output, image, geometry.reduce(composeAffine), colours.reduce(composeColours));
  erase({ width, height, data: output }, options.erase ?? 0, random);
}

const sameValues = Uint8ClampedArray.from({ length: 256 }, (_, value) => value);

/** In one pass where a table of values will do for the colours. */
function recolour(output: Uint8Array, image: RgbImage, geometry: Affine, colours: ColourChange): void {
  const table = colourTable(image, colours);
  if (table !== undefined && String(geometry) === String(identity) && colours.value === 1)
    return output.set(image.data);
  warp(image, output, geometry, table ?? sameValues);
  if (table === undefined) changeColours(output, image, colours);
}

const limits = { shift: 1, rotate: 180, crop: 0.99, brightness: 1, contrast: 1, saturation: 1, erase: 1 } as const;

/** Checks options that come from JavaScript or a file; `where` is the function that an error names. */
export function checkAugment(where: string, options: AugmentOptions): AugmentOptions {
  expectObject(where, options, { what: 'augmentations by name', example: '{ flip: true, shift: 0.1 }' });
  for (const [name, value] of Object.entries(options) as [string, unknown][]) {
    if (value === undefined) continue;
    if (name === 'flip' && typeof value !== 'boolean')
      throw new Error(`${where}: expected "augment.flip" to be true or false, got ${describeValue(value)}.`);
    if (name === 'flip') continue;
    if (!Object.hasOwn(limits, name))
      throw new Error(`${where}: there is no augmentation "${name}", only flip, ${Object.keys(limits).join(', ')}.`);
    checkRange(where, `augment.${name}`, value as number, 0, limits[name as keyof typeof limits]);
  }
  return options;
}

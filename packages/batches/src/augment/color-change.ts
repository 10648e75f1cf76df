import type { RgbImage } from '../decode/rgb-image';

/**
 * A change of colors: each value becomes `value` times itself, plus `gray` times the gray of its pixel, plus `mean`
 * times the mean gray of the image.
 */
export interface ColorChange {
  readonly value: number;
  readonly gray: number;
  readonly mean: number;
}

/** The change of `first`, then that of `second`, without clipping between them. */
export function composeColors(first: ColorChange, second: ColorChange): ColorChange {
  const grayOfGray = first.value + first.gray;
  return {
    value: second.value * first.value,
    gray: second.value * first.gray + second.gray * grayOfGray,
    mean: (second.value + second.gray) * first.mean + second.mean * (grayOfGray + first.mean),
  };
}

/** The new value of each old one, where a change does not mix the channels of a pixel; else undefined. */
export function colorLookupTable(image: RgbImage, { value, gray, mean }: ColorChange): Uint8ClampedArray | undefined {
  if (gray !== 0) return undefined;
  const offset = mean === 0 ? 0 : mean * meanLuma(image);
  return Uint8ClampedArray.from({ length: 256 }, (_, old) => value * old + offset);
}

/** Changes the colors of `changed` in place, an image that was `image`; what would leave 0…255 is clipped. */
export function applyColorChange(changed: Uint8Array, image: RgbImage, { value, gray, mean }: ColorChange): void {
  const offset = mean === 0 ? 0 : mean * meanLuma(image);
  const output = new Uint8ClampedArray(changed.buffer, changed.byteOffset, changed.length);
  for (let at = 0; at < changed.length; at += 3) {
    const shared = gray * luma(changed, at) + offset;
    output[at] = value * (changed[at] as number) + shared;
    output[at + 1] = value * (changed[at + 1] as number) + shared;
    output[at + 2] = value * (changed[at + 2] as number) + shared;
  }
}

/** Luma of ITU-R BT.601, as in Pillow's gray. */
function luma(data: Uint8Array, at: number): number {
  return 0.299 * (data[at] as number) + 0.587 * (data[at + 1] as number) + 0.114 * (data[at + 2] as number);
}

/** Over all pixels of a small image, and some thousands of a large one. */
function meanLuma({ data }: RgbImage): number {
  const step = 3 * Math.max(1, Math.floor(data.length / 3 / 8192));
  let sum = 0;
  let count = 0;
  for (let at = 0; at < data.length; at += step, count++) sum += luma(data, at);
  return sum / count;
}

import type { RgbImage } from '../rgb-image';

/**
 * A change of colours: each value becomes `value` times itself, plus `grey` times the grey of its pixel, plus `mean`
 * times the mean grey of the picture.
 */
export interface ColourChange {
  readonly value: number;
  readonly grey: number;
  readonly mean: number;
}

/** Changes nothing. */
export const sameColours: ColourChange = { value: 1, grey: 0, mean: 0 };

/** The change of `first`, then that of `second`, without clipping between them. */
export function composeColours(first: ColourChange, second: ColourChange): ColourChange {
  const greyOfGrey = first.value + first.grey;
  return {
    value: second.value * first.value,
    grey: second.value * first.grey + second.grey * greyOfGrey,
    mean: (second.value + second.grey) * first.mean + second.mean * (greyOfGrey + first.mean),
  };
}

/** The new value of each old one, where a change does not mix the channels of a pixel; else undefined. */
export function colourTable(image: RgbImage, { value, grey, mean }: ColourChange): Uint8ClampedArray | undefined {
  if (grey !== 0) return undefined;
  const offset = mean === 0 ? 0 : mean * meanGrey(image);
  return Uint8ClampedArray.from({ length: 256 }, (_, old) => value * old + offset);
}

/** Changes the colours of `changed` in place, a picture that was `image`; what would leave 0…255 is clipped. */
export function changeColours(changed: Uint8Array, image: RgbImage, { value, grey, mean }: ColourChange): void {
  const offset = mean === 0 ? 0 : mean * meanGrey(image);
  const output = new Uint8ClampedArray(changed.buffer, changed.byteOffset, changed.length);
  for (let at = 0; at < changed.length; at += 3) {
    const shared = grey * greyAt(changed, at) + offset;
    output[at] = value * (changed[at] as number) + shared;
    output[at + 1] = value * (changed[at + 1] as number) + shared;
    output[at + 2] = value * (changed[at + 2] as number) + shared;
  }
}

/** Luma of ITU-R BT.601, as in Pillow's grey. */
function greyAt(data: Uint8Array, at: number): number {
  return 0.299 * (data[at] as number) + 0.587 * (data[at + 1] as number) + 0.114 * (data[at + 2] as number);
}

/** Over all pixels of a small picture, and some thousands of a large one. */
function meanGrey({ data }: RgbImage): number {
  const step = 3 * Math.max(1, Math.floor(data.length / 3 / 8192));
  let sum = 0;
  let count = 0;
  for (let at = 0; at < data.length; at += step, count++) sum += greyAt(data, at);
  return sum / count;
}

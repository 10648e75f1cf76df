// JFIF's colour space in the 16-bit fixed point arithmetic of libjpeg (jdcolor.c).
import type { RgbImage } from '../rgb-image';
import { componentRows, type Plane } from './component-rows';

/** Luma for every pixel, and blueness and redness. */
export interface YccPlanes {
  readonly luma: Plane;
  readonly cb: Plane;
  readonly cr: Plane;
}

const half = 1 << 15;
const fixed = (factor: number): number => Math.round(factor * 2 ** 16);
const redOfCr = fixed(1.402);
const greenOfCr = -fixed(0.71414);
const greenOfCb = -fixed(0.34414);
const blueOfCb = fixed(1.772);

/** The picture of `width` x `height` pixels that the planes are of. */
export function yccToRgb({ luma, cb, cr }: YccPlanes, width: number, height: number): RgbImage {
  const data = new Uint8Array(width * height * 3);
  const [blueness, redness] = [componentRows(cb, width, height), componentRows(cr, width, height)];
  for (let y = 0; y < height; y++) writeRow(luma, luma.from + y * luma.stride, blueness(y), redness(y), data.subarray(y * width * 3, (y + 1) * width * 3));
  return { width, height, data };
}

/** Writes red, green and blue of a row of pixels, whose luma begins at `from`. */
function writeRow({ data: luma, step }: Plane, from: number, cb: Uint8Array, cr: Uint8Array, output: Uint8Array): void {
  for (let pixel = 0, at = 0, i = from; at < output.length; pixel++, at += 3, i += step) {
    const y = luma[i] as number;
    const blueness = (cb[pixel] as number) - 128;
    const redness = (cr[pixel] as number) - 128;
    output[at] = clamp(y + ((half + Math.imul(redOfCr, redness)) >> 16));
    output[at + 1] = clamp(y + ((half + Math.imul(greenOfCb, blueness) + Math.imul(greenOfCr, redness)) >> 16));
    output[at + 2] = clamp(y + ((half + Math.imul(blueOfCb, blueness)) >> 16));
  }
}

/** Faster than storing into a clamped array. */
function clamp(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : value;
}

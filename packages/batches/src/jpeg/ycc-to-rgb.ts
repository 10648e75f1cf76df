// JFIF's colour space in the 16-bit fixed point arithmetic of libjpeg (jdcolor.c).
import type { RgbImage } from '../rgb-image';
import { biases, componentRows, isBlendedAcross, type Plane, rowSums } from './component-rows';

/** Luma for every pixel, and blueness and redness. */
export interface YccPlanes {
  readonly luma: Plane;
  readonly cb: Plane;
  readonly cr: Plane;
}

/** Writes the pixels of row `y` to `output` from `to` on. */
type WriteRow = (y: number, output: Uint8Array, to: number) => void;

const half = 1 << 15;
const fixed = (factor: number): number => Math.round(factor * 2 ** 16);
const redOfCr = fixed(1.402);
const greenOfCr = -fixed(0.71414);
const greenOfCb = -fixed(0.34414);
const blueOfCb = fixed(1.772);

/** The picture of `width` x `height` pixels that the planes are of. */
export function yccToRgb(planes: YccPlanes, width: number, height: number): RgbImage {
  const { cb, cr } = planes;
  const data = new Uint8Array(width * height * 3);
  const inPairs = isBlendedAcross(cb, width) && cr.across === cb.across && cr.down === cb.down;
  const write = inPairs ? pairWriter(planes, width, height) : pixelWriter(planes, width, height);
  for (let y = 0; y < height; y++) write(y, data, y * width * 3);
  return { width, height, data };
}

function pixelWriter({ luma, cb, cr }: YccPlanes, width: number, height: number): WriteRow {
  const [blueness, redness] = [componentRows(cb, width, height), componentRows(cr, width, height)];
  return (y, output, to) => writePixels(luma, luma.from + y * luma.stride, blueness(y), redness(y), output, to, width);
}

function writePixels(
  { data: luma, step }: Plane,
  from: number,
  cb: Uint8Array,
  cr: Uint8Array,
  output: Uint8Array,
  to: number,
  width: number,
): void {
  for (let x = 0, at = to, i = from; x < width; x++, at += 3, i += step)
    writePixel(output, at, luma[i] as number, cb[x] as number, cr[x] as number);
}

/**
 * Where chroma is blended across, as in most files: both pixels of a sample at a time, faster than by rows of blended
 * chroma.
 */
function pairWriter({ luma, cb, cr }: YccPlanes, width: number, height: number): WriteRow {
  const [blueness, redness] = [rowSums(cb, width, height), rowSums(cr, width, height)];
  const { even, odd } = biases(cb);
  return (y, output, to) =>
    writePairs(luma, luma.from + y * luma.stride, blueness(y), redness(y), output, to, width, even, odd);
}

function writePairs(
  { data: luma, step }: Plane,
  from: number,
  cb: Uint16Array,
  cr: Uint16Array,
  output: Uint8Array,
  to: number,
  width: number,
  even: number,
  odd: number,
): void {
  for (let x = 0, at = to, i = from, sample = 1; x < width; x += 2, at += 6, i += 2 * step, sample++) {
    const blue = 3 * (cb[sample] as number);
    const red = 3 * (cr[sample] as number);
    writePixel(
      output,
      at,
      luma[i] as number,
      (blue + (cb[sample - 1] as number) + even) >> 4,
      (red + (cr[sample - 1] as number) + even) >> 4,
    );
    if (x + 1 < width)
      writePixel(
        output,
        at + 3,
        luma[i + step] as number,
        (blue + (cb[sample + 1] as number) + odd) >> 4,
        (red + (cr[sample + 1] as number) + odd) >> 4,
      );
  }
}

function writePixel(output: Uint8Array, at: number, y: number, cb: number, cr: number): void {
  const blueness = cb - 128;
  const redness = cr - 128;
  output[at] = clamp(y + ((half + Math.imul(redOfCr, redness)) >> 16));
  output[at + 1] = clamp(y + ((half + Math.imul(greenOfCb, blueness) + Math.imul(greenOfCr, redness)) >> 16));
  output[at + 2] = clamp(y + ((half + Math.imul(blueOfCb, blueness)) >> 16));
}

/** Faster than storing into a clamped array. */
function clamp(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : value;
}

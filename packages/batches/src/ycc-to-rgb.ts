// JFIF's colour space in the 16-bit fixed point arithmetic of libjpeg (jdcolor.c).
const half = 1 << 15;
const fixed = (factor: number): number => Math.round(factor * 2 ** 16);
const table = (entry: (difference: number) => number): Int32Array => Int32Array.from({ length: 256 }, (_, value) => entry(value - 128));

const redOfCr = table((cr) => (fixed(1.402) * cr + half) >> 16);
const blueOfCb = table((cb) => (fixed(1.772) * cb + half) >> 16);
const greenOfCr = table((cr) => -fixed(0.71414) * cr);
const greenOfCb = table((cb) => -fixed(0.34414) * cb + half);

/** Writes the red, green and blue of a row of pixels that begins at `from` and ends before `to` in both `output` and `luma`, which has a luma at every third place; chroma is one number a pixel. */
export function yccToRgb(luma: Uint8Array, cb: Uint8Array, cr: Uint8Array, output: Uint8ClampedArray, from: number, to: number): void {
  for (let pixel = 0, at = from; at < to; pixel++, at += 3) {
    const y = luma[at] as number;
    const blueness = cb[pixel] as number;
    const redness = cr[pixel] as number;
    output[at] = y + (redOfCr[redness] as number);
    output[at + 1] = y + (((greenOfCb[blueness] as number) + (greenOfCr[redness] as number)) >> 16);
    output[at + 2] = y + (blueOfCb[blueness] as number);
  }
}

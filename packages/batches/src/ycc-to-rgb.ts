// JFIF's colour space in the 16-bit fixed point arithmetic of libjpeg (jdcolor.c).
const half = 1 << 15;
const fixed = (factor: number): number => Math.round(factor * 2 ** 16);
const redOfCr = fixed(1.402);
const greenOfCr = -fixed(0.71414);
const greenOfCb = -fixed(0.34414);
const blueOfCb = fixed(1.772);

/** Writes the red, green and blue of a row of pixels that begins at `from` and ends before `to` in both `output` and `luma`, which has a luma at every third place; chroma is one number a pixel. */
export function yccToRgb(luma: Uint8Array, cb: Uint8Array, cr: Uint8Array, output: Uint8Array, from: number, to: number): void {
  for (let pixel = 0, at = from; at < to; pixel++, at += 3) {
    const y = luma[at] as number;
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

// Converts colors of planes of samples in place, to the byte as libjpeg (jdcolor.c) and Pillow (Convert.c) do.

const half = 1 << 15;
const fixed = (factor: number): number => Math.round(factor * 2 ** 16);
const redOfCr = fixed(1.402);
const greenOfCr = -fixed(0.71414);
const greenOfCb = -fixed(0.34414);
const blueOfCb = fixed(1.772);

/** Converts luma and chroma, the first three planes, to red, green and blue. */
export function yccToRgb(planes: readonly Uint8Array[]): void {
  const [first, second, third] = planes as [Uint8Array, Uint8Array, Uint8Array];
  for (let at = 0; at < first.length; at++) {
    const luma = first[at] as number;
    const cb = (second[at] as number) - 128;
    const cr = (third[at] as number) - 128;
    first[at] = clamp(luma + ((half + redOfCr * cr) >> 16));
    second[at] = clamp(luma + ((half + greenOfCb * cb + greenOfCr * cr) >> 16));
    third[at] = clamp(luma + ((half + blueOfCb * cb) >> 16));
  }
}

/**
 * Converts three planes and black, the fourth, to red, green and blue. The three hold inverted cyan, magenta and
 * yellow, or their opposite if they were converted from luma and chroma.
 */
export function cmykToRgb(planes: readonly Uint8Array[], isOpposite: boolean): void {
  const black = planes[3] as Uint8Array;
  for (const plane of planes.slice(0, 3))
    for (let at = 0; at < plane.length; at++) {
      const ink = isOpposite ? (plane[at] as number) : 255 - (plane[at] as number);
      plane[at] = (black[at] as number) - multiply(ink, black[at] as number);
    }
}

/** Returns a * b / 255, rounded as Pillow rounds it. */
function multiply(a: number, b: number): number {
  const product = a * b + 128;
  return ((product >> 8) + product) >> 8;
}

function clamp(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : value;
}

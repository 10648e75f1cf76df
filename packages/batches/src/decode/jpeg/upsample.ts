/** The samples of one component, or one channel of an image. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/**
 * Stretches a plane as libjpeg-turbo 3 does it (jdsample.c): a factor of 2 blends each sample with its neighbors, any
 * other repeats samples.
 *
 * @param across factor for the width, a positive whole number; `down` is that for the height
 * @param width samples in a row of the result, of which the last may be left out; `height` is the number of rows
 */
export function upsample(plane: Plane, across: number, down: number, width: number, height: number): Uint8Array {
  if (across === 1 && down === 1) return plane.data;
  const isBlended = across <= 2 && down <= 2 && (across === 1 || plane.width > 2);
  return (isBlended ? blendSamples : repeatSamples)(plane, across, down, width, height);
}

function repeatSamples(
  { width: columns, data }: Plane,
  across: number,
  down: number,
  width: number,
  height: number,
): Uint8Array {
  const output = new Uint8Array(width * height);
  for (let y = 0, at = 0; y < height; y++) {
    const row = Math.floor(y / down) * columns;
    for (let x = 0; x < width; x++) output[at++] = data[row + Math.floor(x / across)] as number;
  }
  return output;
}

/** Each sample is three quarters of the nearest one and a quarter of the second nearest, in both directions. */
function blendSamples(plane: Plane, across: number, down: number, width: number, height: number): Uint8Array {
  const output = new Uint8Array(width * height);
  const [evenBias, oddBias] = across * down === 4 ? [8, 7] : [1, 2];
  const shift = across * down;
  for (let y = 0, at = 0; y < height; y++) {
    const sums = down === 2 ? blendRows(plane, y) : plane.data.subarray(y * plane.width, (y + 1) * plane.width);
    for (let x = 0; x < width; x++) {
      const isOdd = ((across === 2 ? x : y) & 1) === 1;
      const sum = across === 2 ? blendPair(sums, x) : (sums[x] as number);
      output[at++] = (sum + (isOdd ? oddBias : evenBias)) >> shift;
    }
  }
  return output;
}

/** Four times the samples of row `y` of the stretched plane. */
function blendRows({ width, height, data }: Plane, y: number): Uint16Array {
  const near = (y >> 1) * width;
  const far = secondNearest(y, height) * width;
  const sums = new Uint16Array(width);
  for (let x = 0; x < width; x++) sums[x] = 3 * (data[near + x] as number) + (data[far + x] as number);
  return sums;
}

function blendPair(row: Uint8Array | Uint16Array, x: number): number {
  return 3 * (row[x >> 1] as number) + (row[secondNearest(x, row.length)] as number);
}

/** Of `count` samples, the second nearest to place `place` among twice as many; the nearest at both ends. */
function secondNearest(place: number, count: number): number {
  const index = (place >> 1) + (place % 2 === 0 ? -1 : 1);
  return Math.min(count - 1, Math.max(0, index));
}

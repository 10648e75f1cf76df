// Stretches subsampled rows to full size as libjpeg-turbo does by default ("fancy upsampling", jdsample.c): new samples
// lie a quarter of the way between old ones.

/** How many pixels a sample stands for. */
export type Subsampling = 1 | 2;

/** The samples of one component. */
export interface Plane {
  readonly data: Uint8Array;
  /** Where the first is. */
  readonly from: number;
  /** From one to the next of a row. */
  readonly step: number;
  /** From a row to the next. */
  readonly stride: number;
  readonly across: Subsampling;
  readonly down: Subsampling;
}

/** The row of a component that belongs to a row of pixels; overwritten by the next, and maybe a sample too long. */
export type ComponentRows = (y: number) => Uint8Array;

/** Whether new samples lie between old ones in a row; in very narrow pictures samples are repeated. */
export function isBlendedAcross({ across }: Plane, width: number): boolean {
  return across === 2 && Math.ceil(width / 2) > 2;
}

/**
 * What is added before a sum of 16 parts is divided, at even and odd places: the two differ so that rounding does not
 * lean to one side.
 */
export function biases({ down }: Plane): { even: number; odd: number } {
  return down === 2 ? { even: 8, odd: 7 } : { even: 4, odd: 8 };
}

/**
 * The rows of a component for a picture of `width` x `height` pixels, stretched to its size where a sample stands for
 * two pixels across, down or both.
 */
export function componentRows(plane: Plane, width: number, height: number): ComponentRows {
  const { from, stride, across, down } = plane;
  const sums = rowSums(plane, width, height);
  const line = new Uint8Array(Math.ceil(width / across) * across);
  const { even, odd } = biases(plane);
  return (y) => {
    if (isBlendedAcross(plane, width)) stretch(sums(y), line, even, odd);
    else if (across === 1 && down === 2) downOnly(sums(y), line, y % 2 === 0 ? 1 : 2);
    else repeat(plane, from + (down === 2 ? y >> 1 : y) * stride, line);
    return line;
  };
}

/**
 * By row of pixels: 4 times the samples of a component, three quarters of the way towards the nearer row, with the
 * first and the last once more at either side; overwritten by the next.
 */
export function rowSums(
  { data, from, step, stride, across, down }: Plane,
  width: number,
  height: number,
): (y: number) => Uint16Array {
  const sums = new Uint16Array(Math.ceil(width / across) + 2);
  const last = Math.ceil(height / down) - 1;
  return (y) => {
    const row = down === 2 ? y >> 1 : y;
    // The other row that takes part: that above for even rows, that below for odd ones; at the edge the row itself.
    const other = down === 2 ? Math.min(last, Math.max(0, row + (y % 2 === 0 ? -1 : 1))) : row;
    addRows(data, sums, from + row * stride, from + other * stride, step);
    return sums;
  };
}

function addRows(data: Uint8Array, sums: Uint16Array, near: number, far: number, step: number): void {
  const end = sums.length - 1;
  for (let x = 1, i = near, j = far; x < end; x++, i += step, j += step)
    sums[x] = 3 * (data[i] as number) + (data[j] as number);
  sums[0] = sums[1] as number;
  sums[end] = sums[end - 1] as number;
}

function repeat({ data, step, across }: Plane, from: number, line: Uint8Array): void {
  for (let x = 0, at = from; x < line.length; at += step)
    for (let times = 0; times < across; times++) line[x++] = data[at] as number;
}

function downOnly(sums: Uint16Array, line: Uint8Array, bias: number): void {
  for (let x = 0; x < line.length; x++) line[x] = ((sums[x + 1] as number) + bias) >> 2;
}

function stretch(sums: Uint16Array, line: Uint8Array, even: number, odd: number): void {
  for (let x = 0, at = 1; x < line.length; x += 2, at++) {
    const near = 3 * (sums[at] as number);
    line[x] = (near + (sums[at - 1] as number) + even) >> 4;
    line[x + 1] = (near + (sums[at + 1] as number) + odd) >> 4;
  }
}

// Stretches subsampled rows to full size as libjpeg-turbo does by default ("fancy upsampling", jdsample.c): new samples lie a quarter of the way between old ones.

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

/** The rows of a component for a picture of `width` x `height` pixels, stretched to its size where a sample stands for two pixels across, down or both. */
export function componentRows(plane: Plane, width: number, height: number): ComponentRows {
  const { data, from, step, stride, across, down } = plane;
  const sums = new Uint16Array(Math.ceil(width / across));
  const line = new Uint8Array(sums.length * across);
  const last = Math.ceil(height / down) - 1;
  const blends = across === 2 ? sums.length > 2 : down === 2; // narrower rows are repeated
  return (y) => {
    const row = down === 2 ? y >> 1 : y;
    if (!blends) return repeat(plane, from + row * stride, line);
    // The other row that takes part: that above for even rows, that below for odd ones; at the edge the row itself.
    const other = down === 2 ? Math.min(last, Math.max(0, row + (y % 2 === 0 ? -1 : 1))) : row;
    addRows(data, sums, from + row * stride, from + other * stride, step);
    if (across === 1) downOnly(sums, line, y % 2 === 0 ? 1 : 2);
    else if (down === 2) stretch(sums, line, 8, 7);
    else stretch(sums, line, 4, 8);
    return line;
  };
}

function repeat({ data, step, across }: Plane, from: number, line: Uint8Array): Uint8Array {
  for (let x = 0, at = from; x < line.length; at += step) for (let times = 0; times < across; times++) line[x++] = data[at] as number;
  return line;
}

/** Four times a sample three quarters of the way towards the nearer row. */
function addRows(data: Uint8Array, sums: Uint16Array, near: number, far: number, step: number): void {
  for (let x = 0, i = near, j = far; x < sums.length; x++, i += step, j += step) sums[x] = 3 * (data[i] as number) + (data[j] as number);
}

function downOnly(sums: Uint16Array, line: Uint8Array, bias: number): void {
  for (let x = 0; x < line.length; x++) line[x] = ((sums[x] as number) + bias) >> 2;
}

/** Sums are 4 times the samples, results another 4 times; the two biases alternate so that rounding does not lean to one side. */
function stretch(sums: Uint16Array, line: Uint8Array, evenBias: number, oddBias: number): void {
  let left = sums[0] as number;
  let near = left;
  for (let at = 0, x = 0; at < sums.length; at++, x += 2) {
    const right = at + 1 < sums.length ? (sums[at + 1] as number) : near;
    line[x] = (3 * near + left + evenBias) >> 4;
    line[x + 1] = (3 * near + right + oddBias) >> 4;
    left = near;
    near = right;
  }
}

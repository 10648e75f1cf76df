// Stretches subsampled rows to full size as libjpeg-turbo does by default ("fancy upsampling", jdsample.c): new samples lie a quarter of the way between old ones.
import type { RgbImage } from './rgb-image';

/** How many pixels a sample stands for. */
export type Subsampling = 1 | 2;

/** A row of a component by its number; overwritten by the next, and maybe a sample too long. */
export type ComponentRows = (y: number) => Uint8Array;

/**
 * The rows of one component of a picture whose samples are repeated, blended to full size where each sample stands for two pixels `across`, `down` or both.
 */
export function componentRows({ width, height, data }: RgbImage, component: number, across: Subsampling, down: Subsampling): ComponentRows {
  const sums = new Uint16Array(Math.ceil(width / across));
  const line = new Uint8Array(sums.length * across);
  const last = Math.ceil(height / down) - 1;
  const start = (row: number): number => row * down * width * 3 + component;
  return (y) => {
    const row = down === 2 ? y >> 1 : y;
    // The other row that takes part: that above for even rows, that below for odd ones; at the edge the row itself.
    const other = down === 2 ? Math.min(last, Math.max(0, row + (y % 2 === 0 ? -1 : 1))) : row;
    addRows(data, sums, start(row), start(other), across * 3);
    if (across === 1) downOnly(sums, line, y % 2 === 0 ? 1 : 2);
    else if (down === 2) stretch(sums, line, 8, 7);
    else stretch(sums, line, 4, 8);
    return line;
  };
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

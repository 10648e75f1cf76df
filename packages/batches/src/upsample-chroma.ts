// Stretches a subsampled plane to full size as libjpeg-turbo does by default ("fancy upsampling", jdsample.c): new samples lie a quarter of the way between old ones.

/** One component of a picture: `data` is [height, width]. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** A plane that is half as wide, half as high or both, at `width` x `height`. */
export function upsampleChroma(plane: Plane, width: number, height: number, halfWidth: boolean, halfHeight: boolean): Plane {
  const output = { width, height, data: new Uint8Array(width * height) };
  const sums = new Uint16Array(plane.width);
  for (let y = 0; y < height; y++) {
    const row = halfHeight ? y >> 1 : y;
    // The other row that takes part: that above for even rows, that below for odd ones; at the edge the row itself.
    const other = halfHeight ? Math.min(plane.height - 1, Math.max(0, row + (y % 2 === 0 ? -1 : 1))) : row;
    for (let x = 0; x < plane.width; x++) sums[x] = 3 * (plane.data[row * plane.width + x] as number) + (plane.data[other * plane.width + x] as number);
    const line = output.data.subarray(y * width, (y + 1) * width);
    if (!halfWidth) downOnly(sums, line, y % 2 === 0 ? 1 : 2);
    else if (halfHeight) stretch(sums, line, 8, 7);
    else stretch(sums, line, 4, 8);
  }
  return output;
}

function downOnly(sums: Uint16Array, line: Uint8Array, bias: number): void {
  for (let x = 0; x < line.length; x++) line[x] = ((sums[x] as number) + bias) >> 2;
}

/** Sums are 4 times the samples, results another 4 times; the two biases alternate so that rounding does not lean to one side. */
function stretch(sums: Uint16Array, line: Uint8Array, evenBias: number, oddBias: number): void {
  const last = sums.length - 1;
  for (let x = 0; x < line.length; x++) {
    const at = x >> 1;
    const near = sums[at] as number;
    const far = sums[x % 2 === 0 ? Math.max(0, at - 1) : Math.min(last, at + 1)] as number;
    line[x] = (3 * near + far + (x % 2 === 0 ? evenBias : oddBias)) >> 4;
  }
}

import { PolyheadError } from '@polyhead/core';

/**
 * Undoes the filters of the rows of a PNG, each of which begins with the number of its filter. `pixelBytes` is the
 * distance to the pixel on the left, at least 1. Throws if a filter does not exist.
 */
export function unfilterPng(filtered: Uint8Array, rowBytes: number, pixelBytes: number): Uint8Array {
  const rows = filtered.length / (1 + rowBytes);
  const output = new Uint8Array(rows * rowBytes);
  let above = new Uint8Array(rowBytes);
  for (let row = 0; row < rows; row++) {
    const start = row * (1 + rowBytes);
    const current = output.subarray(row * rowBytes, (row + 1) * rowBytes);
    current.set(filtered.subarray(start + 1, start + 1 + rowBytes));
    unfilterRow(filtered[start] as number, current, above, pixelBytes);
    above = current;
  }
  return output;
}

function unfilterRow(filter: number, row: Uint8Array, above: Uint8Array, distance: number): void {
  const left = (i: number): number => (i < distance ? 0 : (row[i - distance] as number));
  if (filter > 4) throw new PolyheadError('INVALID_IMAGE', `the PNG is corrupt: its filter ${filter} does not exist`);
  if (filter === 1)
    for (let i = distance; i < row.length; i++) row[i] = (row[i] as number) + (row[i - distance] as number);
  if (filter === 2) for (let i = 0; i < row.length; i++) row[i] = (row[i] as number) + (above[i] as number);
  if (filter === 3)
    for (let i = 0; i < row.length; i++) row[i] = (row[i] as number) + ((left(i) + (above[i] as number)) >> 1);
  if (filter === 4)
    for (let i = 0; i < row.length; i++)
      row[i] =
        (row[i] as number) + paeth(left(i), above[i] as number, i < distance ? 0 : (above[i - distance] as number));
}

/** Returns the neighbor that is nearest to left + above - corner. */
function paeth(left: number, above: number, corner: number): number {
  const toLeft = Math.abs(above - corner);
  const toAbove = Math.abs(left - corner);
  const toCorner = Math.abs(left + above - 2 * corner);
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}

import { randomStream } from '@polyhead/core';

/**
 * `count` different rows in ascending order, drawn by a seed; all of them where there are no more (Vitter's selection
 * sampling).
 */
export function sampleRows(rows: number, count: number, seed: number): number[] {
  const random = randomStream(seed);
  const chosen: number[] = [];
  for (let row = 0; row < rows && chosen.length < count; row++) {
    if (random() * (rows - row) < count - chosen.length) chosen.push(row);
  }
  return chosen;
}

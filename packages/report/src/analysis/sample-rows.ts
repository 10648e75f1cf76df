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

/** Numbers from 0 to 1 (mulberry32). */
function randomStream(seed: number): () => number {
  let state = Math.trunc(seed) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

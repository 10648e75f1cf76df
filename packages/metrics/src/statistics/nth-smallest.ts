/** Which 16 bits of a double in memory are the upper ones: 3 on little-endian machines, which are nearly all. */
const UPPER = new Uint16Array(new Float64Array([1]).buffer)[3] === 0 ? 0 : 3;

/**
 * The value that would be at `index` if these numbers, none of them negative, were sorted. Numbers are counted by their
 * upper 16 bits (which rise with them), so that only those of one bucket need sorting: the median of a million in
 * a few passes.
 */
export function nthSmallest(values: Float64Array, index: number): number {
  const upper = new Uint16Array(values.buffer, values.byteOffset, values.length * 4);
  const counts = new Uint32Array(1 << 16);
  for (let i = UPPER; i < upper.length; i += 4) counts[upper[i] as number] = (counts[upper[i] as number] as number) + 1;
  let bucket = 0;
  let before = 0;
  while (before + (counts[bucket] as number) <= index) before += counts[bucket++] as number;
  const same = new Float64Array(counts[bucket] as number);
  let found = 0;
  for (let i = 0; i < values.length; i++) if (upper[4 * i + UPPER] === bucket) same[found++] = values[i] as number;
  return same.sort()[index - before] as number;
}

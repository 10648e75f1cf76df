/** Which half of a double in memory is the upper one: 1 on little-endian machines, which are nearly all. */
const UPPER = new Uint32Array(new Float64Array([1]).buffer)[1] === 0 ? 0 : 1;

/** How many of the upper bits make a bucket: the sign, the exponent and six bits of the fraction. */
const BITS = 18;

/** Below this number of values sorting them all is faster. */
const SMALL = 20_000;

/** Median of numbers none of which is negative; the mean of the two in the middle of an even number. */
export function median(values: Float64Array): number {
  const middle = values.length >> 1;
  const { sorted, before } = bucketOf(values, middle);
  const upper = sorted[middle - before] as number;
  if (values.length % 2 === 1) return upper;
  const lower = middle - 1 - before;
  return (
    ((lower >= 0 ? (sorted[lower] as number) : (bucketOf(values, middle - 1).sorted.at(-1) as number)) + upper) / 2
  );
}

/**
 * The part of the sorted numbers around `index`, and how many come before it. Numbers are counted by their upper bits
 * (which rise with them), so that only those of one bucket are sorted: a million in a few passes.
 */
function bucketOf(values: Float64Array, index: number): { sorted: Float64Array; before: number } {
  if (values.length < SMALL) return { sorted: values.slice().sort(), before: 0 };
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length * 2);
  const counts = new Uint32Array(1 << BITS);
  for (let i = UPPER; i < words.length; i += 2) {
    const own = (words[i] as number) >>> (32 - BITS);
    counts[own] = (counts[own] as number) + 1;
  }
  let bucket = 0;
  let before = 0;
  while (before + (counts[bucket] as number) <= index) before += counts[bucket++] as number;
  const sorted = new Float64Array(counts[bucket] as number);
  let found = 0;
  for (let i = 0; i < values.length; i++) {
    if ((words[2 * i + UPPER] as number) >>> (32 - BITS) === bucket) sorted[found++] = values[i] as number;
  }
  return { sorted: sorted.sort(), before };
}

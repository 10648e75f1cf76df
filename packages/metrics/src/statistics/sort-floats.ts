/** Below this the engine's own sort is as fast. */
const SMALL = 64;

/** Bits sorted by in one pass, and the buckets they make. */
const BITS = 11;
const BUCKETS = 1 << BITS;
const PASSES = 6;

/**
 * Sorts finite numbers ascending, in place, and returns them: radix sort of the 64 bits, 11 at a time, several times
 * faster than the engine's sort of typed arrays. Passes in which all bits agree are left out.
 */
export function sortFloats(values: Float64Array): Float64Array {
  if (values.length < SMALL) return values.sort();
  let from: Keys = readKeys(values);
  let to: Keys = { low: new Uint32Array(values.length), high: new Uint32Array(values.length) };
  const counts = countDigits(from);
  for (let pass = 0; pass < PASSES; pass++) {
    const own = counts.subarray(pass * BUCKETS, (pass + 1) * BUCKETS);
    if (!startOffsets(own, values.length)) continue;
    scatter(from, to, own, pass);
    [from, to] = [to, from];
  }
  return writeKeys(from, values);
}

/** Numbers as 64-bit keys in two halves, that compare as unsigned integers the way the numbers compare. */
interface Keys {
  readonly low: Uint32Array;
  readonly high: Uint32Array;
}

/** Which word of a double in memory is the upper one: 1 on little-endian machines, which are nearly all. */
const UPPER = new Uint32Array(new Float64Array([1]).buffer)[1] === 0 ? 0 : 1;

function readKeys(values: Float64Array): Keys {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length * 2);
  const low = new Uint32Array(values.length);
  const high = new Uint32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const upper = words[2 * i + UPPER] as number;
    const lower = words[2 * i + 1 - UPPER] as number;
    // Negative numbers are reversed as a whole; for others the sign bit is set, so that they come after.
    const flip = upper >>> 31 === 1 ? -1 : 0;
    low[i] = lower ^ flip;
    high[i] = upper ^ (flip | 0x80000000);
  }
  return { low, high };
}

function writeKeys({ low, high }: Keys, values: Float64Array): Float64Array {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length * 2);
  for (let i = 0; i < values.length; i++) {
    const upper = high[i] as number;
    const flip = upper >>> 31 === 1 ? 0 : -1;
    words[2 * i + UPPER] = upper ^ (flip | 0x80000000);
    words[2 * i + 1 - UPPER] = (low[i] as number) ^ flip;
  }
  return values;
}

/** How often each digit occurs, for all passes at once: shape [passes, buckets]. */
function countDigits({ low, high }: Keys): Uint32Array {
  const counts = new Uint32Array(PASSES * BUCKETS);
  for (let i = 0; i < low.length; i++) {
    for (let pass = 0; pass < PASSES; pass++) {
      const word = (pass < PASSES / 2 ? low[i] : high[i]) as number;
      const slot = pass * BUCKETS + ((word >>> ((pass % 3) * BITS)) & (BUCKETS - 1));
      counts[slot] = (counts[slot] as number) + 1;
    }
  }
  return counts;
}

/** Turns counts into the position of the first key of each bucket; false when one bucket holds all. */
function startOffsets(counts: Uint32Array, total: number): boolean {
  let offset = 0;
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    const count = counts[bucket] as number;
    if (count === total) return false;
    counts[bucket] = offset;
    offset += count;
  }
  return true;
}

function scatter(from: Keys, to: Keys, offsets: Uint32Array, pass: number): void {
  const words = pass < PASSES / 2 ? from.low : from.high;
  const shift = (pass % 3) * BITS;
  const { low, high } = from;
  for (let i = 0; i < words.length; i++) {
    const bucket = ((words[i] as number) >>> shift) & (BUCKETS - 1);
    const position = offsets[bucket] as number;
    offsets[bucket] = position + 1;
    to.low[position] = low[i] as number;
    to.high[position] = high[i] as number;
  }
}

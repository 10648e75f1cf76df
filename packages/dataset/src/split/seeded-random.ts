import { formatValue, invalidArgument } from '@polyhead/core';

/** A stream of pseudo-random numbers that is a function of its seed alone. */
export interface SeededRandom {
  /** Next whole number from 0 to 2^32 - 1. */
  next(): number;
  /** Next whole number from 0 to `bound - 1`, each as likely as the others; `bound` from 1 to 2^32. */
  below(bound: number): number;
  /** A new list with the same items in random order. */
  shuffle<Item>(items: readonly Item[]): Item[];
}

/**
 * The generator xoshiro128** 1.1 (Blackman and Vigna, 2021), its state filled from the seed by a 32-bit SplitMix.
 *
 * Throws if `seed` is no whole number (from -2^53 + 1 to 2^53 - 1); `where` is the function that the error names.
 */
export function seededRandom(where: string, seed: number): SeededRandom {
  if (!Number.isSafeInteger(seed))
    throw invalidArgument(where, '"seed" must be a whole number', formatValue(seed), 'Pass e.g. 7.');
  return randomFrom(seedState(seed));
}

/** The generator from four 32-bit words, not all 0. */
export function randomFrom(words: readonly [number, number, number, number]): SeededRandom {
  const state = Uint32Array.from(words);
  const next = (): number => step(state);
  const below = (bound: number): number => {
    // Numbers above the last whole multiple of `bound` would make small results likelier: draw again.
    const limit = 2 ** 32 - (2 ** 32 % bound);
    let drawn = next();
    while (drawn >= limit) drawn = next();
    return drawn % bound;
  };
  return { next, below, shuffle: (items) => shuffled(items, below) };
}

function step(state: Uint32Array): number {
  const [a, b, c, d] = state as unknown as [number, number, number, number];
  const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
  const c1 = c ^ a;
  const d1 = d ^ b;
  state[1] = b ^ c1;
  state[0] = a ^ d1;
  state[2] = c1 ^ (b << 9);
  state[3] = rotate(d1, 11);
  return result;
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

function seedState(seed: number): [number, number, number, number] {
  // The upper half of a seed beyond 2^32 shifts the SplitMix stream, so that no two seeds share a state by being equal
  // modulo 2^32.
  let counter = (seed ^ Math.imul(Math.floor(seed / 2 ** 32), 0x85ebca6b)) | 0;
  const word = (): number => {
    counter = (counter + 0x9e3779b9) | 0;
    const mixed = Math.imul(counter ^ (counter >>> 16), 0x21f0aaad);
    const again = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return (again ^ (again >>> 15)) >>> 0;
  };
  return [word(), word(), word(), word()];
}

function shuffled<Item>(items: readonly Item[], below: (bound: number) => number): Item[] {
  const list = [...items];
  for (let last = list.length - 1; last > 0; last--) {
    const other = below(last + 1);
    [list[last], list[other]] = [list[other] as Item, list[last] as Item];
  }
  return list;
}

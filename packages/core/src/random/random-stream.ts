import { formatValue } from '../errors/format-value';
import { invalidArgument } from '../errors/invalid-argument';

/** A stream of random numbers: each call returns the next one, at least 0 and below 1. */
export type RandomStream = () => number;

/**
 * Creates the stream of random numbers that belongs to some whole numbers, such as a seed, an epoch and the index of a
 * record. Streams share no state, so that any of them can be created again, in any order.
 *
 * The key is mixed as in MurmurHash3 (Appleby) and seeds sfc32 (Doty-Humphrey, PractRand).
 *
 * @param key - Whole numbers, the same for the same stream.
 * @returns The stream.
 *
 * @example
 * ```ts
 * import { randomStream } from '@polyhead/core';
 * const random = randomStream(7, 2); // seed 7, epoch 2
 * random() === randomStream(7, 2)(); // true
 * ```
 */
export function randomStream(...key: readonly number[]): RandomStream {
  for (const word of key)
    if (!Number.isFinite(word))
      throw invalidArgument('randomStream', 'every number of the key must be finite', formatValue(word));
  let a = hash(key, 0x9e3779b9);
  let b = hash(key, 0x243f6a88);
  let c = hash(key, 0xb7e15162);
  let counter = 1;
  const next = (): number => {
    const sum = (a + b + counter++) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  for (let round = 0; round < 12; round++) next();
  return next;
}

function hash(key: readonly number[], start: number): number {
  let state = start;
  for (const word of key) state = mixIn(mixIn(state, word | 0), Math.floor(word / 2 ** 32) | 0);
  state ^= key.length;
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return state ^ (state >>> 16);
}

function mixIn(state: number, word: number): number {
  const scrambled = Math.imul(word, 0xcc9e2d51);
  const mixed = state ^ Math.imul((scrambled << 15) | (scrambled >>> 17), 0x1b873593);
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0;
}

import { assertWholeNumber } from '../validate/assert-whole-number';

/** A stream of pseudo-random numbers that depends on its seed alone. */
export interface SeededRandom {
  /** Returns the next whole number from 0 to 2^32 - 1. */
  next(): number;
  /** Returns the next whole number from 0 to `bound - 1`, all equally likely; `bound` is from 1 to 2^32. */
  below(bound: number): number;
  /** Returns a new list with the same items in random order. */
  shuffle<Item>(items: readonly Item[]): Item[];
  /**
   * Fills an array with whole numbers from 0 to `bound - 1`, fast: a number is at most `bound / 2^32` likelier than
   * another.
   */
  fillBelow(array: Uint32Array, bound: number): void;
}

/** Four 32-bit words, not all 0. */
type State = [number, number, number, number];

/**
 * Creates a seeded random number generator: xoshiro128** 1.1 (Blackman and Vigna, 2021), its state filled from the seed
 * by a 32-bit SplitMix. The same seed gives the same numbers on every machine.
 *
 * @param seed - Whole number from -2^53 + 1 to 2^53 - 1.
 * @returns The generator.
 *
 * @example
 * ```ts
 * import { seededRandom } from '@polyhead/core';
 * const random = seededRandom(7);
 * random.below(6) + 1; // a roll of the dice
 * random.shuffle(['apple', 'pear', 'plum']);
 * ```
 */
export function seededRandom(seed: number): SeededRandom {
  return randomFrom(stateOf(assertWholeNumber('seededRandom', 'seed', seed)));
}

/** Creates the generator from its state. */
export function randomFrom(state: Readonly<State>): SeededRandom {
  const words = Int32Array.from(state) as unknown as State;
  const one = new Uint32Array(1);
  const next = (): number => {
    fillScaled(words, one, 1);
    return one[0] as number;
  };
  const below = (bound: number): number => {
    // Numbers above the last whole multiple of `bound` would make small results likelier: draw again.
    const limit = 2 ** 32 - (2 ** 32 % bound);
    let drawn = next();
    while (drawn >= limit) drawn = next();
    return drawn % bound;
  };
  return {
    next,
    below,
    shuffle: (items) => shuffled(items, below),
    fillBelow: (array, bound) => fillScaled(words, array, bound / 2 ** 32),
  };
}

// Looked up once: these run millions of times.
const { floor, imul } = Math;

/** Fills an array with the next numbers of the generator, each times `scale` and rounded down. */
function fillScaled(state: State, array: Uint32Array, scale: number): void {
  let [a, b, c, d] = [state[0], state[1], state[2], state[3]];
  for (let index = 0; index < array.length; index++) {
    const mixed = imul(b, 5);
    array[index] = floor((imul((mixed << 7) | (mixed >>> 25), 9) >>> 0) * scale);
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
  }
  state[0] = a;
  state[1] = b;
  state[2] = c;
  state[3] = d;
}

function stateOf(seed: number): State {
  // The upper half of a seed beyond 2^32 shifts the SplitMix stream: seeds that are equal modulo 2^32 differ in state.
  let counter = (seed ^ imul(floor(seed / 2 ** 32), 0x85ebca6b)) | 0;
  const word = (): number => {
    counter = (counter + 0x9e3779b9) | 0;
    const mixed = imul(counter ^ (counter >>> 16), 0x21f0aaad);
    const again = imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return again ^ (again >>> 15);
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

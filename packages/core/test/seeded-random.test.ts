import fc from 'fast-check';

import { seededRandom } from '@polyhead/core';
import { randomFrom } from '../src/random/seeded-random';

const draw = (seed: number): number[] => Array.from({ length: 4 }, seededRandom(seed).next);

describe('seededRandom', () => {
  test("gives the numbers of the authors' xoshiro128starstar.c 1.1 from the state 1, 2, 3, 4", () => {
    const random = randomFrom([1, 2, 3, 4]);
    const numbers = Array.from({ length: 10 }, random.next);
    expect(numbers).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ]);
  });

  test('is a function of the seed, beyond 32 bits too', () => {
    expect(draw(7)).toEqual(draw(7));
    const seeds = [0, 1, 7, 2 ** 31, 2 ** 32, 2 ** 32 + 1, 2 ** 32 + 7, 2 ** 33, 2 ** 53 - 1];
    expect(new Set(seeds.map((seed) => draw(seed)[0])).size).toBe(seeds.length);
  });

  test('draws every number below the bound about equally often', () => {
    const random = seededRandom(1);
    for (const bound of [1, 2, 3, 10]) {
      const counts = Array.from({ length: bound }, () => 0);
      for (let index = 0; index < 10_000 * bound; index++) counts[random.below(bound)]! += 1;
      // Five standard deviations of a count.
      for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThanOrEqual(500);
    }
  });

  test('stays below large bounds without favoring small numbers', () => {
    const random = seededRandom(2);
    const bound = 3 * 2 ** 30;
    const numbers = Array.from({ length: 30_000 }, () => random.below(bound));
    expect(Math.max(...numbers)).toBeLessThan(bound);
    // A plain remainder would put half of all below a third of the bound.
    expect(numbers.filter((number) => number < bound / 3).length / 30_000).toBeCloseTo(1 / 3, 1);
  });

  test('shuffles into every order about equally often, and leaves the list alone', () => {
    const random = seededRandom(3);
    const list = Object.freeze(['a', 'b', 'c']);
    const counts = new Map<string, number>();
    for (let index = 0; index < 12_000; index++) {
      const order = random.shuffle(list).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual(['abc', 'acb', 'bac', 'bca', 'cab', 'cba']);
    for (const count of counts.values()) expect(Math.abs(count - 2000)).toBeLessThan(250);
  });

  test('keeps all items when it shuffles', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.nat(), (items, seed) =>
        expect(seededRandom(seed).shuffle(items).sort()).toEqual([...items].sort()),
      ),
    );
  });

  test('takes any whole number, negative ones too, as every seed of polyhead does', () => {
    const seeds = [-1, -2, -(2 ** 31), -(2 ** 32), 1 - 2 ** 53, 0, 1, 2];
    expect(new Set(seeds.map((seed) => draw(seed)[0])).size).toBe(seeds.length);
  });

  test('fillBelow draws the same stream, scaled to the bound', () => {
    const numbers = new Uint32Array(1000);
    seededRandom(4).fillBelow(numbers, 10);
    const random = seededRandom(4);
    expect([...numbers]).toEqual(Array.from({ length: 1000 }, () => Math.floor(random.next() * (10 / 2 ** 32))));
    expect(new Set(numbers).size).toBe(10);
  });
});

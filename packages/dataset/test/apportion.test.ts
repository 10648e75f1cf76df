import fc from 'fast-check';

import { apportion, controlledRounding } from '../src/split/apportion';
import { seededRandom } from '@polyhead/core';

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

describe('apportion', () => {
  test('adds up to the total, each share within one where nothing is empty', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 20, max: 100_000 }),
        fc.array(fc.integer({ min: 5, max: 50 }), { minLength: 1, maxLength: 4 }),
        (total, weights) => {
          const shares = weights.map((weight) => weight / sum(weights));
          const sizes = apportion(total, shares);
          expect(sum(sizes)).toBe(total);
          sizes.forEach((size, index) => expect(Math.abs(size - total * shares[index]!)).toBeLessThan(1 + 1e-6));
        },
      ),
    );
  });

  test('leaves no part with a share empty while there is enough', () => {
    expect([3, 4, 5].map((total) => apportion(total, [0.7, 0.15, 0.15]))).toEqual([
      [1, 1, 1],
      [2, 1, 1],
      [3, 1, 1],
    ]);
    expect(apportion(5, [0.8, 0.2, 0])).toEqual([4, 1, 0]);
    expect(apportion(1, [0.4, 0.6, 0])).toEqual([0, 1, 0]);
  });
});

describe('controlledRounding', () => {
  test('adds up in rows and columns with every cell within one of its share', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 40 }),
        fc.tuple(fc.nat(10), fc.nat(10), fc.nat(10)),
        fc.nat(),
        (strata, weights, seed) => {
          const total = sum(strata);
          const parts = apportion(
            total,
            weights.map((weight) => (weight + 1) / (sum(weights) + 3)),
          );
          const table = controlledRounding(strata, parts, seededRandom(seed));
          expect(table.map(sum)).toEqual(strata);
          expect(parts.map((_, part) => sum(table.map((row) => row[part]!)))).toEqual(parts);
          table.forEach((row, s) =>
            row.forEach((cell, part) => expect(Math.abs(cell - (strata[s]! * parts[part]!) / total)).toBeLessThan(1)),
          );
        },
      ),
      { numRuns: 500 },
    );
  });

  test('favors no stratum: each cell is its share on average', () => {
    const sums = [0, 0, 0];
    for (let seed = 0; seed < 1000; seed++)
      controlledRounding([1, 1, 2], [2, 1, 1], seededRandom(seed)).forEach(
        ([first = 0], stratum) => (sums[stratum]! += first),
      );
    for (const [stratum, share] of [0.5, 0.5, 1].entries())
      expect(Math.abs(sums[stratum]! / 1000 - share)).toBeLessThan(0.08);
  });

  test('gives strata of one record to every part', () => {
    const table = controlledRounding(
      Array.from({ length: 100 }, () => 1),
      [70, 15, 15],
      seededRandom(1),
    );
    expect([0, 1, 2].map((part) => sum(table.map((row) => row[part]!)))).toEqual([70, 15, 15]);
  });
});

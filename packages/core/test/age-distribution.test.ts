import { ageDistribution, type AgeDistributionOptions } from '@polyhead/core';
import fc from 'fast-check';

const targetOf = (age: number, options: AgeDistributionOptions): Float32Array => {
  const task = ageDistribution(options);
  const target = new Float32Array(task.units);
  task.encode(age, target, 0);
  return target;
};
const options = fc.record({
  min: fc.integer({ min: -30, max: 30 }),
  max: fc.integer({ min: 31, max: 150 }),
  sigma: fc.oneof(
    fc.constantFrom(0, Number.MIN_VALUE, 1e-9, 0.01, 0.1, 0.5, 2, 3, 50, 1e9, Number.MAX_VALUE),
    fc.double({ min: 0, max: 20, noNaN: true }),
  ),
  estimate: fc.constantFrom('mean' as const, 'median' as const),
});
/** Ages from the youngest to the oldest, the ends more often than any others. */
const share = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 1e-9, 0.01, 0.99, 1));

describe('ageDistribution', () => {
  test('decodes a target to its label, for every age, width and estimate', () => {
    fc.assert(
      fc.property(options, share, fc.boolean(), (given, part, whole) => {
        const exact = given.min + part * (given.max - given.min);
        const age = whole ? Math.round(exact) : exact;
        const target = targetOf(age, given);
        const decoded = ageDistribution(given).decode(target, 0);
        expect(Math.abs(decoded - age)).toBeLessThan(3e-5); // what float32 makes of the probabilities
        expect(target.reduce((sum, probability) => sum + probability, 0)).toBeCloseTo(1, 5);
      }),
      { numRuns: 500 },
    );
  });

  test('leaves the Gaussian around an age as it is where nothing is cut off', () => {
    const plain = Array.from({ length: 117 }, (_, year) => Math.exp(-((year - 40) ** 2) / 8));
    const sum = plain.reduce((total, weight) => total + weight, 0);
    expect([...targetOf(40, {})]).toEqual(plain.map((weight) => Math.fround(weight / sum)));
  });

  test('has a one-hot target without width, at whole years', () => {
    for (const age of [0, 57, 116])
      expect([...targetOf(age, { sigma: 0 })]).toEqual(Array.from({ length: 117 }, (_, year) => Number(year === age)));
  });
});

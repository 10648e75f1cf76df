import { bootstrapInterval, meanAbsoluteError, meanInterval, type MeanIntervalOptions } from '@polyhead/metrics';
import fc from 'fast-check';
import { readGolden } from './golden';

interface Golden {
  rows: number;
  hits: number;
  confidence: number;
  low: number;
  high: number;
}

/** Values between 0 and 1 with a long upper tail. */
const skewed = (rows: number): Float64Array =>
  Float64Array.from({ length: rows }, (_, row) => ((Math.imul(row + 1, 2654435761) >>> 0) / 2 ** 32) ** 3);

test.each(readGolden<Golden>('mean-interval.json'))(
  'meanInterval of $hits hits among $rows rows has the ends of the binomial distribution ($confidence)',
  ({ rows, hits, confidence, low, high }) => {
    const values = Array.from({ length: rows }, (_, row) => (row < hits ? 1 : 0));
    const interval = meanInterval(values, { confidence });
    expect(interval).toMatchObject({ confidence, resamples: 0 });
    expect(interval.value).toBeCloseTo(hits / rows, 12);
    expect(interval.low).toBeCloseTo(low, 12);
    expect(interval.high).toBeCloseTo(high, 12);
  },
);

test('meanInterval of skewed values is that of many resamples, within a twentieth of a standard error', () => {
  const values = skewed(250);
  const { low, high, standardError, resamples } = meanInterval(values);
  const drawn = bootstrapInterval(meanAbsoluteError, [new Float64Array(250), values], { resamples: 40_000 });
  expect(resamples).toBe(0);
  expect(Math.abs(low - drawn.low) / standardError).toBeLessThan(0.05);
  expect(Math.abs(high - drawn.high) / standardError).toBeLessThan(0.05);
  expect(standardError / drawn.standardError).toBeCloseTo(1, 1);
});

test.each([
  ['few rows', skewed(20)],
  ['one value far from the others', skewed(1000).fill(1e6, 0, 1)],
  ['a single row', skewed(1)],
])('meanInterval resamples %s as bootstrap does', (_, values) => {
  const options = { seed: 3, resamples: 200, confidence: 0.9 };
  const drawn = bootstrapInterval(meanAbsoluteError, [new Float64Array(values.length), values], options);
  const interval = meanInterval(values, options);
  for (const key of ['value', 'low', 'high', 'standardError'] as const) {
    if (Number.isNaN(drawn[key])) expect(interval[key]).toBeNaN();
    else expect(interval[key] / drawn[key]).toBeCloseTo(1, 9);
  }
});

test('meanInterval holds the mean, and widens with the confidence', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(0, 1), { minLength: 2, maxLength: 400 }), (values) => {
      const [narrow, wide] = [0.5, 0.99].map((confidence) => meanInterval(values, { confidence }));
      for (const { value, low, high } of [narrow!, wide!]) {
        expect(low).toBeLessThanOrEqual(value + 1e-12);
        expect(high).toBeGreaterThanOrEqual(value - 1e-12);
      }
      expect(wide!.low).toBeLessThanOrEqual(narrow!.low);
      expect(wide!.high).toBeGreaterThanOrEqual(narrow!.high);
    }),
  );
});

test.each([
  [[], {}, '"values" must have at least one row'],
  [[1, NaN], {}, '"values" must hold finite numbers, got NaN in row 1'],
  [[1, 0], { confidence: 1 }, '"confidence" must lie between 0 and 1, got 1'],
  [[1, 0], { method: 'bca' }, 'method'],
])('meanInterval rejects %j with %j', (values, options, message) => {
  // as plain JavaScript calls it
  expect(() => meanInterval(values, options as MeanIntervalOptions)).toThrow(message);
});

import {
  accuracy,
  bootstrapInterval,
  f1Score,
  meanAbsoluteError,
  r2Score,
  rocAuc,
  bindOptions,
  type BootstrapInterval,
} from '@polyhead/metrics';
import fc from 'fast-check';
import { expectClose, readGolden } from './golden';

interface Golden {
  metric: 'accuracy' | 'meanAbsoluteError' | 'r2Score' | 'rocAuc';
  columns: [number[], number[]];
  method: 'percentile' | 'bca';
  seed: number;
  expected: BootstrapInterval;
}

const metrics = { accuracy, meanAbsoluteError, r2Score, rocAuc };

describe('bootstrapInterval', () => {
  test.each(readGolden<Golden>('bootstrap.json'))(
    'equals SciPy on the same resamples: $metric, $method, seed $seed',
    ({ metric, columns, method, seed, expected }) => {
      const { confidence, resamples } = expected;
      expectClose(bootstrapInterval(metrics[metric], columns, { method, seed, confidence, resamples }), expected);
    },
  );

  test('gives the same interval for the same seed, another for another', () => {
    const columns: [number[], number[]] = [
      [1, 2, 3, 4, 50],
      [1, 3, 5, 1, 9],
    ];
    const [a, b, c] = [1, 1, 2].map((seed) => bootstrapInterval(meanAbsoluteError, columns, { seed, resamples: 50 }));
    expect(a).toEqual(b);
    expect(a).not.toEqual(c);
  });

  test('draws rows, not values: columns stay together, tables of scores too', () => {
    const rows = 40;
    const truth = Array.from({ length: rows }, (_, i) => i % 3);
    const scores = new Float32Array(truth.flatMap((t) => [0, 1, 2].map((c) => (c === t ? 1 : 0))));
    for (const table of [scores, truth.map((t) => [0, 1, 2].map((c) => (c === t ? 1 : 0)))]) {
      expect(bootstrapInterval(rocAuc, [truth, table], { resamples: 20 })).toMatchObject({ value: 1, low: 1, high: 1 });
    }
  });

  test('does the same for any kind of array, and leaves the data alone', () => {
    const truth = [0, 1, 1, 0, 1, 1, 0];
    const expected = bootstrapInterval(accuracy, [truth, [...truth].reverse()], { resamples: 30, method: 'bca' });
    for (const column of [Uint8Array.from(truth), Buffer.from(truth), Int32Array.from(truth), truth.map(String)]) {
      const reversed = Array.from<unknown>(column).reverse() as (string | number)[];
      expect(
        bootstrapInterval(accuracy, [column, reversed.map((v) => (typeof column[0] === 'string' ? v : Number(v)))], {
          resamples: 30,
          method: 'bca',
        }),
      ).toEqual(expected);
      expect(Array.from<unknown>(column).map(Number)).toEqual(truth);
    }
  });

  test('leaves out resamples on which the metric is undefined, and says how many count', () => {
    const { resamples, low, high } = bootstrapInterval(
      rocAuc,
      [
        [0, 0, 0, 1],
        [0.1, 0.2, 0.6, 0.5],
      ],
      { resamples: 200 },
    );
    expect(resamples).toBeGreaterThan(50);
    expect(resamples).toBeLessThan(200);
    expect([low, high].every((end) => end >= 0 && end <= 1)).toBe(true);
    expect(bootstrapInterval(r2Score, [[1], [1]], { resamples: 5 })).toMatchObject({
      value: NaN,
      low: NaN,
      high: NaN,
      resamples: 0,
    });
  });

  test.each(['percentile', 'bca'] as const)('claims no interval for a single row: %s', (method) => {
    const { value, low, high, standardError } = bootstrapInterval(accuracy, [[1], [1]], { method });
    expect([value, low, high, standardError]).toEqual([1, NaN, NaN, NaN]);
  });

  test('holds the true mean about as often as it says', () => {
    let held = 0;
    for (let seed = 0; seed < 200; seed++) {
      const errors = fc.sample(fc.integer({ min: -50, max: 50 }), { numRuns: 40, seed });
      const mean = (_: ArrayLike<number>, p: ArrayLike<number>) => Array.from(p).reduce((a, b) => a + b, 0) / p.length;
      const { low, high } = bootstrapInterval(mean, [errors.map(() => 0), errors], {
        resamples: 200,
        confidence: 0.9,
        seed,
      });
      if (low <= 0 && high >= 0) held++;
    }
    expect(held / 200).toBeGreaterThan(0.8);
    expect(held / 200).toBeLessThan(0.97);
  });

  test('takes a metric with options', () => {
    const macro = bindOptions(f1Score, { average: 'macro', labels: ['a', 'b', 'c'] });
    const { value, low, high } = bootstrapInterval(
      macro,
      [
        [0, 1, 2, 2, 1],
        [0, 1, 2, 1, 1],
      ],
      { resamples: 100 },
    );
    expect(low).toBeLessThanOrEqual(value);
    expect(high).toBeGreaterThanOrEqual(value);
  });

  test.each<[string, () => unknown, string]>([
    ['no rows', () => bootstrapInterval(accuracy, [[], []]), '"columns[0]" must have at least one row'],
    [
      'lengths',
      () =>
        bootstrapInterval(accuracy, [
          [1, 2],
          [1, 2, 3],
        ]),
      '"columns[1]" must hold one value (or one per class) for each of the 2 rows, got length 3.',
    ],
    [
      'resamples',
      () => bootstrapInterval(accuracy, [[1], [1]], { resamples: 0 }),
      '"resamples" must be a whole number of at least 1, got 0.',
    ],
    ['seed', () => bootstrapInterval(accuracy, [[1], [1]], { seed: 0.5 }), '"seed" must be a whole number, got 0.5.'],
    [
      'confidence',
      () => bootstrapInterval(accuracy, [[1], [1]], { confidence: 95 }),
      '"confidence" must lie between 0 and 1, got 95.',
    ],
    [
      'method',
      () => bootstrapInterval(accuracy, [[1], [1]], { method: 'basic' as 'bca' }),
      '"method" must be one of percentile, bca, got "basic".',
    ],
  ])('rejects %s with words', (_, attempt, message) => {
    expect(attempt).toThrow(message);
  });
});

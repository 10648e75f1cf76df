import { bootstrapDistribution, meanAbsoluteError } from '@polyhead/metrics';

describe('bootstrapDistribution', () => {
  test('has one value per resample, each of which the data can make', () => {
    const values = bootstrapDistribution(
      meanAbsoluteError,
      [
        [0, 0],
        [1, 3],
      ],
      { resamples: 200 },
    );
    expect(values).toHaveLength(200);
    expect(new Set(values)).toEqual(new Set([1, 2, 3]));
  });

  test('draws each row equally often', () => {
    const counts = [0, 0, 0, 0, 0];
    const count = (rows: ArrayLike<number>) =>
      Array.from(rows).reduce((_, row) => (counts[row] = (counts[row] ?? 0) + 1), 0);
    bootstrapDistribution(count, [[0, 1, 2, 3, 4]], { resamples: 4000, seed: 5 });
    // 4,000 expected; the standard deviation is 57.
    for (const times of counts) expect(Math.abs(times - 4000)).toBeLessThan(250);
  });
});

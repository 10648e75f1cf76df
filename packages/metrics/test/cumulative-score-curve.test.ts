import { cumulativeScoreCurve } from '@polyhead/metrics';
import { cumulativeScore } from '@polyhead/metrics';
import { readGolden } from './golden';

describe('cumulativeScoreCurve', () => {
  const golden = readGolden<{ title: string; truth: number[]; predicted: number[] }>('regression.json');

  test.each(golden)('is cumulativeScore at every limit: $title', ({ truth, predicted }) => {
    const curve = cumulativeScoreCurve(truth, predicted);
    expect(curve.map((point) => point.within)).toEqual([...Array(21).keys()]);
    for (const { within, share } of curve) expect(share).toBe(cumulativeScore(truth, predicted, { within }));
  });

  test('keeps the order of given limits, and rejects a negative one', () => {
    expect(cumulativeScoreCurve([30, 40], [32, 50], { limits: [10, 1, 5] }).map((p) => p.share)).toEqual([1, 0, 0.5]);
    expect(() => cumulativeScoreCurve([1], [1], { limits: [1, -1] })).toThrow(
      '"limits" must be numbers of at least 0, got -1.',
    );
  });
});

import { reliabilityCurve, expectedCalibrationError } from '@polyhead/metrics';
import { expectClose } from './golden';
import { multiGolden, probabilityGolden } from './golden-scores';

describe('reliabilityCurve, expectedCalibrationError', () => {
  test.each(probabilityGolden)(
    'equals scikit-learn for a positive class, empty bins apart: $title',
    ({ truth, scores, ...expected }) => {
      for (const strategy of ['uniform', 'quantile'] as const) {
        const bins = reliabilityCurve(truth, scores, { bins: 5, strategy, positive: 1 }).filter((bin) => bin.count > 0);
        expectClose({ share: bins.map((b) => b.accuracy), mean: bins.map((b) => b.confidence) }, expected[strategy]);
      }
    },
  );

  test.each(multiGolden)('has the gap of expectedCalibrationError: $title', ({ truth, probabilities }) => {
    const bins = reliabilityCurve(truth, probabilities);
    const gap = bins.reduce((total, b) => total + (b.count > 0 ? b.count * Math.abs(b.accuracy - b.confidence) : 0), 0);
    expectClose(gap / truth.length, expectedCalibrationError(truth, probabilities));
    expect(bins.reduce((total, b) => total + b.count, 0)).toBe(truth.length);
  });

  test('takes the first class as the positive one, for one column or two', () => {
    const [truth, p] = [
      [0, 1, 1, 0],
      [0.1, 0.9, 0.35, 0.6],
    ];
    const one = reliabilityCurve(truth, p, { positive: 0, bins: 4 });
    expect(one).toEqual(
      reliabilityCurve(
        truth,
        p.map((v) => [1 - v, v]),
        { positive: 0, bins: 4 },
      ),
    );
    expect(one.map((bin) => bin.accuracy)).toEqual([0, 1, 0, 1]);
  });

  test('reports an empty bin as undefined, never as 0', () => {
    const [first, second] = reliabilityCurve([1, 1], [0.9, 0.9], { bins: 2 });
    expect(first).toEqual({ lower: 0, upper: 0.5, count: 0, confidence: NaN, accuracy: NaN });
    expect(second).toMatchObject({ count: 2, confidence: 0.9, accuracy: 1 });
  });

  test('rejects an unknown strategy', () => {
    expect(() => reliabilityCurve([0], [0.5], { strategy: 'even' as 'uniform' })).toThrow(
      'reliabilityCurve: "strategy" must be one of uniform, quantile, got "even".',
    );
  });
});

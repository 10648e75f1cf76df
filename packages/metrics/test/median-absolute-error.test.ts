import { medianAbsoluteError } from '@polyhead/metrics';
import { testNumberMetric } from './contracts';
import { expectClose, readGolden } from './golden';

const golden = readGolden<{ title: string; truth: number[]; predicted: number[]; medianAbsoluteError: number }>(
  'regression.json',
);

describe('medianAbsoluteError', () => {
  testNumberMetric('medianAbsoluteError', medianAbsoluteError);

  test.each(golden)('equals scikit-learn: $title', ({ truth, predicted, ...expected }) => {
    expectClose(medianAbsoluteError(truth, predicted), expected.medianAbsoluteError);
  });

  test('equals the middle of the sorted errors for many rows, even or odd', () => {
    for (const rows of [20_000, 50_001]) {
      const predicted = Float64Array.from({ length: rows }, (_, i) => ((i * 7919) % 10_007) ** 3 / 1000);
      const sorted = predicted.slice().sort();
      const middle = ((sorted[rows >> 1] ?? NaN) + (sorted[(rows - 1) >> 1] ?? NaN)) / 2;
      expect(medianAbsoluteError(new Float64Array(rows), predicted)).toBe(middle);
    }
    // The two in the middle are far apart.
    const split = Float64Array.from({ length: 20_000 }, (_, i) => (i < 10_000 ? 1 : 1e9));
    expect(medianAbsoluteError(new Float64Array(20_000), split)).toBe((1 + 1e9) / 2);
  });
});

import { r2Score } from '@polyhead/metrics';
import { testNumberMetric } from './contracts';
import { expectClose, readGolden } from './golden';

const golden = readGolden<{ title: string; truth: number[]; predicted: number[]; r2Score: number }>('regression.json');

describe('r2Score', () => {
  testNumberMetric('r2Score', r2Score);

  test.each(golden)('equals scikit-learn: $title', ({ truth, predicted, ...expected }) => {
    expectClose(r2Score(truth, predicted), expected.r2Score);
  });

  test('is 0 for predicting the mean, and undefined for one row', () => {
    expect(r2Score([1, 2, 3], [2, 2, 2])).toBe(0);
    expect(r2Score([1], [1])).toBeNaN();
  });
});

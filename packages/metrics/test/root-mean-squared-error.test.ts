import { rootMeanSquaredError } from '@polyhead/metrics';
import { testNumberMetric } from './contracts';
import { expectClose, readGolden } from './golden';

const golden = readGolden<{ title: string; truth: number[]; predicted: number[]; rootMeanSquaredError: number }>(
  'regression.json',
);

describe('rootMeanSquaredError', () => {
  testNumberMetric('rootMeanSquaredError', rootMeanSquaredError);

  test.each(golden)('equals scikit-learn: $title', ({ truth, predicted, ...expected }) => {
    expectClose(rootMeanSquaredError(truth, predicted), expected.rootMeanSquaredError);
  });
});

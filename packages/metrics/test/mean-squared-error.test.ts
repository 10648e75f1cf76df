import { meanSquaredError } from '@polyhead/metrics';
import { testNumberMetric } from './contracts';
import { expectClose, readGolden } from './golden';

const golden = readGolden<{ title: string; truth: number[]; predicted: number[]; meanSquaredError: number }>(
  'regression.json',
);

describe('meanSquaredError', () => {
  testNumberMetric('meanSquaredError', meanSquaredError);

  test.each(golden)('equals scikit-learn: $title', ({ truth, predicted, ...expected }) => {
    expectClose(meanSquaredError(truth, predicted), expected.meanSquaredError);
  });
});

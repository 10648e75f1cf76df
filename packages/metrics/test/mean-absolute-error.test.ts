import { meanAbsoluteError } from '@polyhead/metrics';
import { testNumberMetric } from './contracts';
import { expectClose, readGolden } from './golden';

const golden = readGolden<{ title: string; truth: number[]; predicted: number[]; meanAbsoluteError: number }>(
  'regression.json',
);

describe('meanAbsoluteError', () => {
  testNumberMetric('meanAbsoluteError', meanAbsoluteError);

  test.each(golden)('equals scikit-learn: $title', ({ truth, predicted, ...expected }) => {
    expectClose(meanAbsoluteError(truth, predicted), expected.meanAbsoluteError);
  });
});

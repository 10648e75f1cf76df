import { meanError } from '@polyhead/metrics';
import { testNumberMetric } from './contracts';
import { expectClose, readGolden } from './golden';

const golden = readGolden<{ title: string; truth: number[]; predicted: number[]; meanError: number }>(
  'regression.json',
);

describe('meanError', () => {
  testNumberMetric('meanError', meanError);

  test.each(golden)('equals NumPy: $title', ({ truth, predicted, ...expected }) => {
    expectClose(meanError(truth, predicted), expected.meanError);
  });
});

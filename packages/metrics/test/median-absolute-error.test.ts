import { medianAbsoluteError } from '@polyhead/metrics';
import { testNumberMetric } from './contracts';
import { expectClose, readGolden } from './golden';

const golden = readGolden<{ title: string; truth: number[]; predicted: number[]; medianAbsoluteError: number }>('regression.json');

describe('medianAbsoluteError', () => {
  testNumberMetric('medianAbsoluteError', medianAbsoluteError);

  test.each(golden)('equals scikit-learn: $title', ({ truth, predicted, ...expected }) => {
    expectClose(medianAbsoluteError(truth, predicted), expected.medianAbsoluteError);
  });
});

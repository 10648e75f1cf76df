import { averagePrecision } from '@polyhead/metrics';
import { testScoreMetric } from './contracts';
import { expectClose } from './golden';
import { binaryGolden, multiGolden } from './golden-scores';

describe('averagePrecision', () => {
  testScoreMetric('averagePrecision', averagePrecision);

  test.each(binaryGolden)('equals scikit-learn for one positive class: $title', ({ truth, scores, ...expected }) => {
    expectClose(averagePrecision(truth, scores), expected.averagePrecision);
  });

  test.each(multiGolden)(
    'equals scikit-learn for several classes: $title',
    ({ truth, probabilities, labels, ...expected }) => {
      for (const average of ['macro', 'weighted'] as const) {
        expectClose(averagePrecision(truth, probabilities, { labels, average }), expected.averagePrecision[average]);
      }
    },
  );
});

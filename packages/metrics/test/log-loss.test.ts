import { logLoss } from '@polyhead/metrics';
import { testRefusesLogits, testScoreMetric } from './contracts';
import { expectClose } from './golden';
import { multiGolden, probabilityGolden } from './golden-scores';

describe('logLoss', () => {
  testScoreMetric('logLoss', logLoss);
  testRefusesLogits('logLoss', logLoss);

  test.each(probabilityGolden)('equals scikit-learn in both precisions: $title', ({ truth, scores, ...expected }) => {
    expectClose(logLoss(truth, scores), expected.logLoss);
    // scikit-learn computes the second one in 32 bits throughout.
    expect(Math.abs(logLoss(truth, Float32Array.from(scores)) - (expected.logLoss32 ?? NaN))).toBeLessThan(1e-6);
  });

  test.each(multiGolden)(
    'equals scikit-learn for several classes: $title',
    ({ truth, probabilities, labels, ...expected }) => {
      expectClose(logLoss(truth, probabilities, { labels }), expected.logLoss);
    },
  );
});

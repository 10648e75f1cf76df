import { brierScore } from '@polyhead/metrics';
import { testRefusesLogits, testScoreMetric } from './contracts';
import { expectClose } from './golden';
import { multiGolden, probabilityGolden } from './golden-scores';

describe('brierScore', () => {
  testScoreMetric('brierScore', brierScore);
  testRefusesLogits('brierScore', brierScore);

  test.each(probabilityGolden)(
    'equals scikit-learn for one or two columns: $title',
    ({ truth, scores, ...expected }) => {
      expectClose(brierScore(truth, scores), expected.brierScore);
      expectClose(
        brierScore(
          truth,
          scores.map((s) => [1 - s, s]),
        ),
        expected.brierScore,
      );
    },
  );

  test.each(multiGolden)(
    'equals scikit-learn for several classes: $title',
    ({ truth, probabilities, labels, ...expected }) => {
      expectClose(brierScore(truth, probabilities, { labels }), expected.brierScore);
    },
  );
});

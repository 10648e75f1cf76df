import { topKAccuracy } from '@polyhead/metrics';
import { testScoreMetric } from './contracts';
import { expectClose } from './golden';
import { multiGolden } from './golden-scores';

describe('topKAccuracy', () => {
  testScoreMetric('topKAccuracy', topKAccuracy);

  test.each(multiGolden)('equals scikit-learn: $title', ({ truth, probabilities, labels, ...expected }) => {
    for (const [k, share] of Object.entries(expected.topKAccuracy)) {
      expectClose(topKAccuracy(truth, probabilities, { labels, k: Number(k) }), share);
    }
  });

  test('rejects a single column and a k below 1', () => {
    expect(() => topKAccuracy([0, 1], [0.5, 0.2])).toThrow(
      'topKAccuracy: "scores" must have a column per class, got one.',
    );
    expect(() => topKAccuracy([0, 1], [0.5, 0.2], { k: 0 })).toThrow(
      'topKAccuracy: "k" must be a whole number of at least 1, got 0.',
    );
  });
});

import { balancedAccuracy } from '@polyhead/metrics';
import { testLabelMetric } from './contracts';
import { expectClose, readGolden } from './golden';

interface Golden {
  title: string;
  truth: (string | number)[];
  predicted: (string | number)[];
  labels: string[] | null;
  balancedAccuracy: number;
  balancedAccuracyAdjusted: number;
}

const golden = readGolden<Golden>('classification.json');

describe('balancedAccuracy', () => {
  testLabelMetric('balancedAccuracy', balancedAccuracy);

  test.each(golden)('equals scikit-learn, adjusted or not: $title', ({ truth, predicted, labels, ...expected }) => {
    const options = { labels: labels ?? undefined };
    expectClose(balancedAccuracy(truth, predicted, options), expected.balancedAccuracy);
    expectClose(balancedAccuracy(truth, predicted, { ...options, adjusted: true }), expected.balancedAccuracyAdjusted);
  });
});

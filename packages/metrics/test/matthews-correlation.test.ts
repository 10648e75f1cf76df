import { matthewsCorrelation } from '@polyhead/metrics';
import { testLabelMetric } from './contracts';
import { expectClose, readGolden } from './golden';

interface Golden {
  title: string;
  truth: (string | number)[];
  predicted: (string | number)[];
  labels: string[] | null;
  matthewsCorrelation: number;
}

const golden = readGolden<Golden>('classification.json');

describe('matthewsCorrelation', () => {
  testLabelMetric('matthewsCorrelation', matthewsCorrelation);

  test.each(golden)('equals scikit-learn: $title', ({ truth, predicted, labels, ...expected }) => {
    expectClose(matthewsCorrelation(truth, predicted, { labels: labels ?? undefined }), expected.matthewsCorrelation);
  });
});

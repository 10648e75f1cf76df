import { accuracy } from '@polyhead/metrics';
import { testLabelMetric } from './contracts';
import { expectClose, readGolden } from './golden';

interface Golden {
  title: string;
  truth: (string | number)[];
  predicted: (string | number)[];
  labels: string[] | null;
  accuracy: number;
}

const golden = readGolden<Golden>('classification.json');

describe('accuracy', () => {
  testLabelMetric('accuracy', accuracy);

  test.each(golden)('equals scikit-learn: $title', ({ truth, predicted, labels, ...expected }) => {
    expectClose(accuracy(truth, predicted, { labels: labels ?? undefined }), expected.accuracy);
  });
});

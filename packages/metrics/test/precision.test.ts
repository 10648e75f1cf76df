import { precision } from '@polyhead/metrics';
import { testLabelMetric } from './contracts';
import { expectClose, readGolden } from './golden';

interface Golden {
  title: string;
  truth: (string | number)[];
  predicted: (string | number)[];
  labels: string[] | null;
  averages: { precision: Record<'micro' | 'macro' | 'weighted', number> };
  binary?: { precision: number };
}

const golden = readGolden<Golden>('classification.json');

describe('precision', () => {
  testLabelMetric('precision', precision, { average: 'macro' });

  test.each(golden)('equals scikit-learn for every average: $title', ({ truth, predicted, labels, averages }) => {
    for (const average of ['micro', 'macro', 'weighted'] as const) {
      expectClose(precision(truth, predicted, { labels: labels ?? undefined, average }), averages.precision[average]);
    }
  });

  test.each(golden.filter((g) => g.binary))(
    'equals scikit-learn for the positive class: $title',
    ({ truth, predicted, labels, binary }) => {
      expectClose(precision(truth, predicted, { labels: labels ?? undefined }), binary?.precision);
    },
  );
});

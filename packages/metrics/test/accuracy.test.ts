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

  test('takes whole numbers of any size as labels', () => {
    expect(accuracy([1e15, -1e15, 7], [1e15, 7, 7])).toBeCloseTo(2 / 3, 12);
    expect(accuracy(new Uint32Array([4294967295, 0]), [4294967295, 1])).toBe(0.5);
  });
});

import { f1Score } from '@polyhead/metrics';
import { testLabelMetric } from './contracts';
import { expectClose, readGolden } from './golden';

interface Golden {
  title: string;
  truth: (string | number)[];
  predicted: (string | number)[];
  labels: string[] | null;
  averages: { f1Score: Record<'micro' | 'macro' | 'weighted', number> };
  binary?: { f1Score: number };
}

const golden = readGolden<Golden>('classification.json');

describe('f1Score', () => {
  testLabelMetric('f1Score', f1Score, { average: 'macro' });

  test.each(golden)('equals scikit-learn for every average: $title', ({ truth, predicted, labels, averages }) => {
    for (const average of ['micro', 'macro', 'weighted'] as const) {
      expectClose(f1Score(truth, predicted, { labels: labels ?? undefined, average }), averages.f1Score[average]);
    }
  });

  test.each(golden.filter((g) => g.binary))(
    'equals scikit-learn for the positive class: $title',
    ({ truth, predicted, labels, binary }) => {
      expectClose(f1Score(truth, predicted, { labels: labels ?? undefined }), binary?.f1Score);
    },
  );

  test('takes the positive class by name or index, and the second by default', () => {
    const [truth, predicted, labels] = [
      [0, 1, 1, 0],
      [0, 1, 0, 0],
      ['no', 'yes'],
    ];
    expectClose(f1Score(truth, predicted, { labels }), 2 / 3);
    expectClose(f1Score(truth, predicted, { labels, positive: 'no' }), 0.8);
    expectClose(f1Score(truth, predicted, { positive: 0 }), 0.8);
    expect(f1Score([0, 0], [0, 0], { zeroDivision: NaN })).toBeNaN();
  });

  test('rejects a missing or unknown average and an unknown positive class', () => {
    expect(() => f1Score([0, 1, 2], [0, 1, 2])).toThrow(
      'f1Score: "average" must be given for more than two classes, got 3 classes.',
    );
    expect(() => f1Score([0], [0], { average: 'mean' as 'macro' })).toThrow(
      '"average" must be one of binary, micro, macro, weighted, got "mean".',
    );
    expect(() => f1Score(['no', 'yes'], ['no', 'no'])).toThrow(
      'f1Score: "positive" must be one of the classes "no", "yes", got 1. Pass e.g. { positive: "yes" }.',
    );
  });
});

import { cohenKappa } from '@polyhead/metrics';
import { testLabelMetric } from './contracts';
import { expectClose, readGolden } from './golden';

interface Golden {
  title: string;
  truth: (string | number)[];
  predicted: (string | number)[];
  labels: string[] | null;
  cohenKappa: Record<'none' | 'linear' | 'quadratic', number>;
}

const golden = readGolden<Golden>('classification.json');

describe('cohenKappa', () => {
  testLabelMetric('cohenKappa', cohenKappa);

  test.each(golden)(
    'equals scikit-learn for every kind of weights: $title',
    ({ truth, predicted, labels, ...expected }) => {
      for (const weights of ['none', 'linear', 'quadratic'] as const) {
        expectClose(
          cohenKappa(truth, predicted, { labels: labels ?? undefined, weights }),
          expected.cohenKappa[weights],
        );
      }
    },
  );

  test('rejects unknown weights', () => {
    expect(() => cohenKappa([0], [0], { weights: 'cubic' as 'linear' })).toThrow(
      'cohenKappa: "weights" must be one of none, linear, quadratic, got "cubic".',
    );
  });
});

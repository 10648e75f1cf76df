import { precisionRecallCurve } from '@polyhead/metrics';
import { expectClose } from './golden';
import { binaryGolden } from './golden-scores';

describe('precisionRecallCurve', () => {
  test.each(binaryGolden)('equals scikit-learn: $title', ({ truth, scores, precisionRecall }) => {
    expectClose(precisionRecallCurve(truth, scores), precisionRecall);
  });

  test('takes one class of several against all others', () => {
    const scores = [
      [0.7, 0.2, 0.1],
      [0.1, 0.8, 0.1],
      [0.2, 0.3, 0.5],
    ];
    const one = precisionRecallCurve(['a', 'b', 'c'], scores, { labels: ['a', 'b', 'c'], positive: 'b' });
    expect(one).toEqual(precisionRecallCurve([0, 1, 0], [0.2, 0.8, 0.3]));
  });
});

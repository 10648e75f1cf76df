import { rocCurve } from '@polyhead/metrics';
import { expectClose } from './golden';
import { binaryGolden, multiGolden } from './golden-scores';

describe('rocCurve', () => {
  test.each(binaryGolden)(
    'equals scikit-learn, with and without the points between: $title',
    ({ truth, scores, roc, rocFull }) => {
      expectClose(rocCurve(truth, scores), roc);
      expectClose(rocCurve(truth, scores, { dropIntermediate: false }), rocFull);
    },
  );

  test.each(multiGolden)(
    'has the area of rocAuc for one class against all others: $title',
    ({ truth, probabilities, labels, ...expected }) => {
      const { falsePositiveRate: x, truePositiveRate: y } = rocCurve(truth, probabilities, {
        labels,
        positive: labels.at(-1),
      });
      const area = x
        .slice(1)
        .reduce((total, at, i) => total + ((at - (x[i] ?? NaN)) * ((y[i + 1] ?? NaN) + (y[i] ?? NaN))) / 2, 0);
      expectClose(area, expected.rocAucOfLast);
    },
  );

  test('rejects several classes without a positive one', () => {
    expect(() => rocCurve([0, 1, 2], new Float32Array(9))).toThrow(
      'rocCurve: "positive" must be given for more than two classes, got 3 classes.',
    );
  });
});

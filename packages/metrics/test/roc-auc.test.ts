import { rocAuc } from '@polyhead/metrics';
import { testRefusesLogits, testScoreMetric } from './contracts';
import { expectClose } from './golden';
import { binaryGolden, multiGolden } from './golden-scores';

describe('rocAuc', () => {
  testScoreMetric('rocAuc', rocAuc);
  testRefusesLogits('rocAuc', rocAuc);

  test.each(binaryGolden)('equals scikit-learn for one positive class: $title', ({ truth, scores, ...expected }) => {
    expectClose(rocAuc(truth, scores), expected.rocAuc);
    expectClose(rocAuc(truth, Float64Array.from(scores.flatMap((s) => [-s, s]))), expected.rocAuc);
  });

  test.each(multiGolden)(
    'equals scikit-learn for several classes: $title',
    ({ truth, probabilities, labels, ...expected }) => {
      for (const multiClass of ['one-vs-rest', 'one-vs-one'] as const) {
        for (const average of ['macro', 'weighted'] as const) {
          expectClose(
            rocAuc(truth, probabilities, { labels, multiClass, average }),
            expected.rocAuc[`${multiClass} ${average}`],
          );
        }
      }
      expectClose(rocAuc(truth, probabilities, { labels, positive: labels.at(-1) }), expected.rocAucOfLast);
    },
  );

  test('is undefined without a positive or a negative', () => {
    expect(rocAuc([1, 1], [0.2, 0.3])).toBeNaN();
    expect(rocAuc([0, 0], [0.2, 0.3])).toBeNaN();
  });

  test('rejects unknown words', () => {
    expect(() => rocAuc([0, 1], [0, 1], { multiClass: 'ovr' as 'one-vs-rest' })).toThrow(
      'rocAuc: "multiClass" must be one of one-vs-rest, one-vs-one, got "ovr".',
    );
    expect(() => rocAuc([0, 1], [0, 1], { average: 'micro' as 'macro' })).toThrow(
      'rocAuc: "average" must be one of macro, weighted, got "micro".',
    );
  });
});

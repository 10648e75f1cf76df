import { cumulativeScore } from '@polyhead/metrics';
import { testNumberMetric } from './contracts';
import { expectClose, readGolden } from './golden';

const golden = readGolden<{
  title: string;
  truth: number[];
  predicted: number[];
  cumulativeScore: Record<string, number>;
}>('regression.json');

describe('cumulativeScore', () => {
  testNumberMetric('cumulativeScore', cumulativeScore);

  test.each(golden)('counts errors up to and including the limit: $title', ({ truth, predicted, ...expected }) => {
    for (const [within, share] of Object.entries(expected.cumulativeScore)) {
      expectClose(cumulativeScore(truth, predicted, { within: Number(within) }), share);
    }
  });

  test('counts errors of up to five without options', () => {
    expect(cumulativeScore([10, 10, 10], [15, 4, 11])).toBeCloseTo(2 / 3, 12);
  });

  test('rejects a limit below 0', () => {
    expect(() => cumulativeScore([1], [1], { within: -1 })).toThrow(
      'cumulativeScore: "within" must be a number of at least 0, got -1.',
    );
  });
});

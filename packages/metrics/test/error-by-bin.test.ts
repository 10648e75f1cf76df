import { errorByBin, meanAbsoluteError } from '@polyhead/metrics';
import fc from 'fast-check';
import { expectClose } from './golden';

describe('errorByBin', () => {
  test('sums up the errors of each range of the true value', () => {
    expect(errorByBin([4, 30, 35, 200], [9, 31, 28, 0], { edges: [0, 18, 30, 120] })).toEqual([
      { lower: 0, upper: 18, count: 1, meanAbsoluteError: 5, meanError: 5, rootMeanSquaredError: 5 },
      { lower: 18, upper: 30, count: 0, meanAbsoluteError: NaN, meanError: NaN, rootMeanSquaredError: NaN },
      { lower: 30, upper: 120, count: 2, meanAbsoluteError: 4, meanError: -3, rootMeanSquaredError: 5 },
    ]);
  });

  test('has the whole as the mean of the parts', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(99), fc.nat(99)), { minLength: 1 }), (rows) => {
        const [truth, predicted] = [rows.map((r) => r[0]), rows.map((r) => r[1])];
        const bins = errorByBin(truth, predicted, { edges: [0, 7, 50, 51, 100] }).filter((bin) => bin.count > 0);
        const total = bins.reduce((sum, bin) => sum + bin.count * bin.meanAbsoluteError, 0);
        expectClose(total / rows.length, meanAbsoluteError(truth, predicted));
      }),
    );
  });

  test('rejects edges that do not rise', () => {
    expect(() => errorByBin([1], [1], { edges: [0, 10, 10] })).toThrow(
      'errorByBin: "edges" must be at least two rising numbers, got [0, 10, 10].',
    );
    expect(() => errorByBin([1], [1], { edges: [0] })).toThrow('got [0].');
  });
});

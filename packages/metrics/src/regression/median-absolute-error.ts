import { defineMetric } from '../metric/define-metric';
import { readNumberPair } from '../input/read-numbers';
import { median } from '../statistics/median';
import { weightedMedian } from '../metric/weighted-median';

/**
 * Median of |error|: unmoved by a few very wrong rows (scikit-learn's `median_absolute_error`).
 *
 * Takes true and predicted numbers, one per row; returns a number in the unit of the data.
 * Throws a RangeError on no rows, different lengths, NaN or Infinity.
 *
 * @example
 * ```ts
 * import { medianAbsoluteError } from '@polyhead/metrics';
 * medianAbsoluteError([30, 40, 50], [32, 37, 99]); // 3
 * ```
 */
export const medianAbsoluteError = /* @__PURE__ */ defineMetric(
  { title: 'median absolute error', higherIsBetter: false, best: 0, range: [0, Infinity] },
  (truth: ArrayLike<number>, predicted: ArrayLike<number>): number => {
    return median(absoluteErrors(truth, predicted));
  },
  { weighted: (truth, predicted) => weightedMedian(absoluteErrors(truth, predicted)) },
);

function absoluteErrors(truth: ArrayLike<number>, predicted: ArrayLike<number>): Float64Array {
  const [t, p] = readNumberPair('medianAbsoluteError', truth, predicted);
  const errors = new Float64Array(t.length);
  for (let row = 0; row < t.length; row++) errors[row] = Math.abs((p[row] as number) - (t[row] as number));
  return errors;
}

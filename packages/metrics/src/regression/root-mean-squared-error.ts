import { defineMetric } from '../metric/define-metric';
import { errorStatistics } from '../metric/error-statistics';
import { weightedErrors } from '../metric/weighted-mean';

/**
 * Root of the mean squared error (scikit-learn's `root_mean_squared_error`).
 *
 * Takes true and predicted numbers, one per row; returns a number in the unit of the data.
 * Throws a RangeError on no rows, different lengths, NaN or Infinity.
 *
 * @example
 * ```ts
 * import { rootMeanSquaredError } from '@polyhead/metrics';
 * rootMeanSquaredError([30, 40], [32, 37]); // 2.549...
 * ```
 */
export const rootMeanSquaredError = /* @__PURE__ */ defineMetric(
  { title: 'root mean squared error', higherIsBetter: false, best: 0, range: [0, Infinity] },
  (truth: ArrayLike<number>, predicted: ArrayLike<number>): number => {
    const { rows, sumOfSquares } = errorStatistics('rootMeanSquaredError', truth, predicted);
    return Math.sqrt(sumOfSquares / rows);
  },
  {
    weighted: (truth, predicted) =>
      weightedErrors('rootMeanSquaredError', truth, predicted, (error) => error * error, Math.sqrt),
  },
);

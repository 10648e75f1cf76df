import { defineMetric } from '../metric/define-metric';
import { errorStatistics } from '../metric/error-statistics';
import { weightedErrors } from '../metric/weighted-mean';

/**
 * Mean of error squared (scikit-learn's `mean_squared_error`).
 *
 * Takes true and predicted numbers, one per row; returns a number in the squared unit of the data.
 * Throws a RangeError on no rows, different lengths, NaN or Infinity.
 *
 * @example
 * ```ts
 * import { meanSquaredError } from '@polyhead/metrics';
 * meanSquaredError([30, 40], [32, 37]); // 6.5
 * ```
 */
export const meanSquaredError = /* @__PURE__ */ defineMetric(
  { title: 'mean squared error', higherIsBetter: false, best: 0, range: [0, Infinity] },
  (truth: ArrayLike<number>, predicted: ArrayLike<number>): number => {
    const { rows, sumOfSquares } = errorStatistics('meanSquaredError', truth, predicted);
    return sumOfSquares / rows;
  },
  { weighted: (truth, predicted) => weightedErrors('meanSquaredError', truth, predicted, (error) => error * error) },
);

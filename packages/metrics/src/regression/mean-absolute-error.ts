import { defineMetric } from '../metric/define-metric';
import { errorStatistics } from '../metric/error-statistics';
import { weightedErrors } from '../metric/weighted-mean';

/**
 * Mean of |error| (scikit-learn's `mean_absolute_error`).
 *
 * Takes true and predicted numbers, one per row; returns a number in the unit of the data.
 * Throws a RangeError on no rows, different lengths, NaN or Infinity.
 *
 * @example
 * ```ts
 * import { meanAbsoluteError } from '@polyhead/metrics';
 * meanAbsoluteError([30, 40], [32, 37]); // 2.5
 * ```
 */
export const meanAbsoluteError = /* @__PURE__ */ defineMetric(
  { title: 'mean absolute error', higherIsBetter: false, best: 0, range: [0, Infinity] },
  (truth: ArrayLike<number>, predicted: ArrayLike<number>): number => {
    const { rows, sumOfAbsolute } = errorStatistics('meanAbsoluteError', truth, predicted);
    return sumOfAbsolute / rows;
  },
  { weighted: (truth, predicted) => weightedErrors('meanAbsoluteError', truth, predicted, Math.abs) },
);

import { defineMetric } from '../metric/define-metric';
import { errorStatistics } from '../metric/error-statistics';
import { weightedErrors } from '../metric/weighted-mean';

/**
 * Mean of error = predicted - truth: the bias. Positive when predictions are too high.
 *
 * Takes true and predicted numbers, one per row; returns a number in the unit of the data, best near 0.
 * Throws a RangeError on no rows, different lengths, NaN or Infinity.
 *
 * @example
 * ```ts
 * import { meanError } from '@polyhead/metrics';
 * meanError([30, 40], [32, 37]); // -0.5
 * ```
 */
export const meanError = /* @__PURE__ */ defineMetric(
  { title: 'mean error', higherIsBetter: undefined, best: 0, range: [-Infinity, Infinity] },
  (truth: ArrayLike<number>, predicted: ArrayLike<number>): number => {
    const { rows, sum } = errorStatistics('meanError', truth, predicted);
    return sum / rows;
  },
  { weighted: (truth, predicted) => weightedErrors('meanError', truth, predicted, (error) => error) },
);

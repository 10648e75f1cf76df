import { defineMetric } from './define-metric';
import { errorStatistics, sumOfSquaresAround } from './error-statistics';

/**
 * Coefficient of determination: 1 - squared error / squared distance from the mean (scikit-learn's `r2_score`).
 *
 * Takes true and predicted numbers, one per row; returns a number of at most 1, 0 for predicting the mean. With a
 * constant truth 1 for a perfect prediction and 0 for any other; NaN for a single row.
 * Throws a RangeError on no rows, different lengths, NaN or Infinity.
 *
 * @example
 * ```ts
 * import { r2Score } from '@polyhead/metrics';
 * r2Score([3, -0.5, 2, 7], [2.5, 0, 2, 8]); // 0.948...
 * ```
 */
export const r2Score = /* @__PURE__ */ defineMetric(
  { title: 'R2', higherIsBetter: true, best: 1, range: [-Infinity, 1] },
  (truth: ArrayLike<number>, predicted: ArrayLike<number>): number => {
    const { pair, rows, sumOfSquares, sumOfTruth } = errorStatistics('r2Score', truth, predicted);
    if (rows < 2) return NaN;
    const around = sumOfSquaresAround(pair[0], sumOfTruth / rows);
    if (around !== 0) return 1 - sumOfSquares / around;
    return sumOfSquares === 0 ? 1 : 0;
  },
);

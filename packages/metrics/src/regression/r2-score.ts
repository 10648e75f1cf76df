import { defineMetric } from '../metric/define-metric';
import { errorStatistics, sumOfSquaresAround } from '../metric/error-statistics';
import { readNumberPair } from '../input/read-numbers';
import type { WeightedEvaluator } from '../metric/weighted-form';

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
    return rows < 2 ? NaN : explained(sumOfSquares, sumOfSquaresAround(pair[0], sumOfTruth / rows));
  },
  {
    weighted: (truth, predicted) => {
      const [numbers, guesses] = readNumberPair('r2Score', truth, predicted);
      return weightedExplained(
        numbers,
        numbers.map((value, row) => ((guesses[row] as number) - value) ** 2),
      );
    },
  },
);

function explained(sumOfSquares: number, around: number): number {
  if (around !== 0) return 1 - sumOfSquares / around;
  return sumOfSquares === 0 ? 1 : 0;
}

/**
 * From the truth and the squared error of each row. In two passes, as a sum of squares less a square of sums would not
 * be 0 for a constant truth.
 */
function weightedExplained(truth: Float64Array, squares: Float64Array): WeightedEvaluator {
  return (weights) => {
    let [rows, sumOfTruth, sumOfSquares, around] = [0, 0, 0, 0];
    for (let row = 0; row < truth.length; row++) {
      const weight = weights[row] as number;
      rows += weight;
      sumOfTruth += weight * (truth[row] as number);
      sumOfSquares += weight * (squares[row] as number);
    }
    if (rows < 2) return NaN;
    const mean = sumOfTruth / rows;
    for (let row = 0; row < truth.length; row++)
      around += (weights[row] as number) * ((truth[row] as number) - mean) ** 2;
    return explained(sumOfSquares, around);
  };
}

import type { NumberPair } from '../input/read-numbers';
import type { SampleWeightOptions } from '../input/sample-weight';
import { defineRowMetric } from '../metric/define-row-metric';
import { readErrors, sumErrors, sumSquaresAround } from './evaluate-errors';

/**
 * Coefficient of determination: 1 - squared error / squared distance from the mean (scikit-learn's `r2_score`).
 *
 * Takes true and predicted numbers, one per row, and `SampleWeightOptions`; returns a number of at most 1, 0 for
 * predicting the mean. With a constant truth it is 1 for a perfect prediction and 0 for any other; NaN for a single
 * row. Throws a `PolyheadError` with code `INVALID_ARGUMENT` if there are no rows, lengths differ, a value is NaN or
 * infinite, or an option is unknown.
 *
 * @example
 * ```ts
 * import { r2Score } from '@polyhead/metrics';
 * r2Score([3, -0.5, 2, 7], [2.5, 0, 2, 8]); // 0.948...
 * ```
 */
export const r2Score = /* @__PURE__ */ defineRowMetric(
  'r2Score',
  { title: 'R2', higherIsBetter: true, best: 1, range: [-Infinity, 1] },
  (truth: ArrayLike<number>, predicted: ArrayLike<number>, options?: SampleWeightOptions) => {
    const pair = readErrors('r2Score', truth, predicted, options);
    return (weights) => explainedShare(pair, weights);
  },
);

/** In two passes, as a sum of squares less a square of sums would not be 0 for a constant truth. */
function explainedShare(pair: NumberPair, weights: Float64Array | undefined): number {
  const sums = sumErrors('r2Score', pair, weights);
  if (sums.weight < 2 && countRows(pair, weights) < 2) return NaN;
  const around = sumSquaresAround(pair[0], sums.truth / sums.weight, weights);
  if (around !== 0) return 1 - sums.squared / around;
  return sums.squared === 0 ? 1 : 0;
}

function countRows([truth]: NumberPair, weights: Float64Array | undefined): number {
  return weights === undefined ? truth.length : weights.filter((weight) => weight > 0).length;
}

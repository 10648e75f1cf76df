import { defineRowMetric } from '../metric/define-row-metric';
import type { SampleWeightOptions } from '../input/sample-weight';
import { evaluateErrors, readErrors } from './evaluate-errors';

/**
 * Mean of the squared error (scikit-learn's `mean_squared_error`).
 *
 * Takes true and predicted numbers, one per row, and `SampleWeightOptions`; returns a number in the squared unit
 * of the data.
 * Throws a `PolyheadError` with code `INVALID_ARGUMENT` if there are no rows, lengths differ, a value is NaN or
 * infinite, or an option is unknown.
 *
 * @example
 * ```ts
 * import { meanSquaredError } from '@polyhead/metrics';
 * meanSquaredError([30, 40], [32, 37]); // 6.5
 * ```
 */
export const meanSquaredError = /* @__PURE__ */ defineRowMetric(
  'meanSquaredError',
  { title: 'mean squared error', higherIsBetter: false, best: 0, range: [0, Infinity] },
  (truth: ArrayLike<number>, predicted: ArrayLike<number>, options?: SampleWeightOptions) =>
    evaluateErrors('meanSquaredError', readErrors('meanSquaredError', truth, predicted, options), [
      'squared',
      (error) => error * error,
    ]),
);

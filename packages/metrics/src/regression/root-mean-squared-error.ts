import { defineRowMetric } from '../metric/define-row-metric';
import type { SampleWeightOptions } from '../input/sample-weight';
import { evaluateErrors, readErrors } from './evaluate-errors';

/**
 * Root of the mean squared error (scikit-learn's `root_mean_squared_error`).
 *
 * Takes true and predicted numbers, one per row, and `SampleWeightOptions`; returns a number in the unit of the data.
 * Throws a `PolyheadError` with code `INVALID_ARGUMENT` if there are no rows, lengths differ, a value is NaN or
 * infinite, or an option is unknown.
 *
 * @example
 * ```ts
 * import { rootMeanSquaredError } from '@polyhead/metrics';
 * rootMeanSquaredError([30, 40], [32, 37]); // 2.549...
 * ```
 */
export const rootMeanSquaredError = /* @__PURE__ */ defineRowMetric(
  'rootMeanSquaredError',
  { title: 'root mean squared error', higherIsBetter: false, best: 0, range: [0, Infinity] },
  (truth: ArrayLike<number>, predicted: ArrayLike<number>, options?: SampleWeightOptions) =>
    evaluateErrors(
      'rootMeanSquaredError',
      readErrors('rootMeanSquaredError', truth, predicted, options),
      ['squared', (error) => error * error],
      Math.sqrt,
    ),
);

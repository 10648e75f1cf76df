import { defineRowMetric } from '../metric/define-row-metric';
import type { SampleWeightOptions } from '../input/sample-weight';
import { evaluateErrors, readErrors } from './evaluate-errors';

/**
 * Mean of |error| (scikit-learn's `mean_absolute_error`).
 *
 * Takes true and predicted numbers, one per row, and `SampleWeightOptions`; returns a number in the unit of the data.
 * Throws a `PolyheadError` with code `INVALID_ARGUMENT` if there are no rows, lengths differ, a value is NaN or
 * infinite, or an option is unknown.
 *
 * @example
 * ```ts
 * import { meanAbsoluteError } from '@polyhead/metrics';
 * meanAbsoluteError([30, 40], [32, 37]); // 2.5
 * ```
 */
export const meanAbsoluteError = /* @__PURE__ */ defineRowMetric(
  'meanAbsoluteError',
  { title: 'mean absolute error', higherIsBetter: false, best: 0, range: [0, Infinity] },
  (truth: ArrayLike<number>, predicted: ArrayLike<number>, options?: SampleWeightOptions) =>
    evaluateErrors('meanAbsoluteError', readErrors('meanAbsoluteError', truth, predicted, options), [
      'absolute',
      Math.abs,
    ]),
);

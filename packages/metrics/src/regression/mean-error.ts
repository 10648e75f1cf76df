import { defineRowMetric } from '../metric/define-row-metric';
import type { SampleWeightOptions } from '../input/sample-weight';
import { evaluateErrors, readErrors } from './evaluate-errors';

/**
 * Mean of error = predicted - truth: the bias. Positive if predictions are too high.
 *
 * Takes true and predicted numbers, one per row, and `SampleWeightOptions`; returns a number in the unit of the
 * data, best near 0.
 * Throws a `PolyheadError` with code `INVALID_ARGUMENT` if there are no rows, lengths differ, a value is NaN or
 * infinite, or an option is unknown.
 *
 * @example
 * ```ts
 * import { meanError } from '@polyhead/metrics';
 * meanError([30, 40], [32, 37]); // -0.5
 * ```
 */
export const meanError = /* @__PURE__ */ defineRowMetric(
  'meanError',
  { title: 'mean error', higherIsBetter: undefined, best: 0, range: [-Infinity, Infinity] },
  (truth: ArrayLike<number>, predicted: ArrayLike<number>, options?: SampleWeightOptions) =>
    evaluateErrors('meanError', readErrors('meanError', truth, predicted, options), ['error', (error) => error]),
);

import { checkFinite } from '../input/read-numbers';
import type { SampleWeightOptions } from '../input/sample-weight';
import { defineRowMetric } from '../metric/define-row-metric';
import { evaluateMedian } from '../metric/evaluate-median';
import { readErrors } from './evaluate-errors';

/**
 * Median of |error|, which a few very wrong rows do not move (scikit-learn's `median_absolute_error`). With weights it
 * is the mean of the two values in the middle if exactly half of the weight lies below, as without; scikit-learn 1.7
 * returns the lower one of the two.
 *
 * Takes true and predicted numbers, one per row, and `SampleWeightOptions`; returns a number in the unit of the data.
 * Throws a `PolyheadError` with code `INVALID_ARGUMENT` if there are no rows, lengths differ, a value is NaN or
 * infinite, or an option is unknown.
 *
 * @example
 * ```ts
 * import { medianAbsoluteError } from '@polyhead/metrics';
 * medianAbsoluteError([30, 40, 50], [32, 37, 99]); // 3
 * ```
 */
export const medianAbsoluteError = /* @__PURE__ */ defineRowMetric(
  'medianAbsoluteError',
  { title: 'median absolute error', higherIsBetter: false, best: 0, range: [0, Infinity] },
  (truth: ArrayLike<number>, predicted: ArrayLike<number>, options?: SampleWeightOptions) => {
    const pair = readErrors('medianAbsoluteError', truth, predicted, options);
    checkFinite('medianAbsoluteError', pair);
    const [t, p] = pair;
    const errors = new Float64Array(t.length);
    for (let row = 0; row < t.length; row++) errors[row] = Math.abs((p[row] as number) - (t[row] as number));
    return evaluateMedian(errors);
  },
);

import type { Label } from '../input/columns';
import { defineRowMetric } from '../metric/define-row-metric';
import type { Metric } from '../metric/metric-info';
import { type AverageOptions, evaluateScore } from './average-options';

/**
 * F1 score: harmonic mean of precision and recall (scikit-learn's `f1_score`).
 *
 * Takes truth and predicted class indices or names, one per row, and `AverageOptions`; returns a number in [0, 1].
 * Throws a `PolyheadError` with code `INVALID_ARGUMENT` if there are no rows, lengths differ, a label or option is
 * unknown, or `average` is `binary` for more than two classes.
 *
 * @example
 * ```ts
 * import { f1Score } from '@polyhead/metrics';
 * f1Score([0, 1, 2, 2], [0, 2, 2, 2], { average: 'macro' });
 * ```
 */
export const f1Score: Metric<
  <const Name extends string = string>(
    truth: ArrayLike<Label>,
    predicted: ArrayLike<Label>,
    options?: AverageOptions<Name>,
  ) => number
> = /* @__PURE__ */ defineRowMetric(
  'f1Score',
  { title: 'F1', higherIsBetter: true, best: 1, range: [0, 1] },
  (truth: ArrayLike<Label>, predicted: ArrayLike<Label>, options?: AverageOptions) =>
    evaluateScore('f1Score', truth, predicted, options),
);

import type { Label } from '../input/columns';
import { defineRowMetric } from '../metric/define-row-metric';
import type { Metric } from '../metric/metric-info';
import { type AverageOptions, evaluateScore } from './average-options';

/**
 * Precision: share of the rows predicted as a class that belong to it (scikit-learn's `precision_score`).
 *
 * Takes truth and predicted class indices or names, one per row, and `AverageOptions`; returns a number in [0, 1].
 * Throws a `PolyheadError` with code `INVALID_ARGUMENT` if there are no rows, lengths differ, a label or option is
 * unknown, or `average` is `binary` for more than two classes.
 *
 * @example
 * ```ts
 * import { precision } from '@polyhead/metrics';
 * precision([0, 1, 2, 2], [0, 2, 2, 2], { average: 'macro' });
 * ```
 */
export const precision: Metric<
  <const Name extends string = string>(
    truth: ArrayLike<Label>,
    predicted: ArrayLike<Label>,
    options?: AverageOptions<Name>,
  ) => number
> = /* @__PURE__ */ defineRowMetric(
  'precision',
  { title: 'precision', higherIsBetter: true, best: 1, range: [0, 1] },
  (truth: ArrayLike<Label>, predicted: ArrayLike<Label>, options?: AverageOptions) =>
    evaluateScore('precision', truth, predicted, options),
);

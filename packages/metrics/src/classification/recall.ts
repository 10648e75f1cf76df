import type { Label } from '../input/columns';
import { defineRowMetric } from '../metric/define-row-metric';
import type { Metric } from '../metric/metric-info';
import { type AverageOptions, evaluateScore } from './average-options';

/**
 * Recall: share of the rows of a class that were found (scikit-learn's `recall_score`).
 *
 * Takes truth and predicted class indices or names, one per row, and `AverageOptions`; returns a number in [0, 1].
 * Throws a `PolyheadError` with code `INVALID_ARGUMENT` if there are no rows, lengths differ, a label or option is
 * unknown, or `average` is `binary` for more than two classes.
 *
 * @example
 * ```ts
 * import { recall } from '@polyhead/metrics';
 * recall([0, 1, 2, 2], [0, 2, 2, 2], { average: 'macro' });
 * ```
 */
export const recall: Metric<
  <const Name extends string = string>(
    truth: ArrayLike<Label>,
    predicted: ArrayLike<Label>,
    options?: AverageOptions<Name>,
  ) => number
> = /* @__PURE__ */ defineRowMetric(
  'recall',
  { title: 'recall', higherIsBetter: true, best: 1, range: [0, 1] },
  (truth: ArrayLike<Label>, predicted: ArrayLike<Label>, options?: AverageOptions) =>
    evaluateScore('recall', truth, predicted, options),
);

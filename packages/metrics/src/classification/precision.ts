import { averagedScore, weightedAveragedScore } from './average-options';
import type { AverageOptions } from './average-options';
import { defineMetric } from '../metric/define-metric';
import type { Label } from '../input/columns';

/**
 * Precision: share of the rows predicted as a class that are of it (scikit-learn's `precision_score`).
 *
 * Takes truth and predicted class indices or names, one per row, and `AverageOptions`; returns a number in [0, 1].
 * Throws a RangeError on no rows, different lengths, an unknown label or option, or `binary` averaging of more than two
 * classes.
 *
 * @example
 * ```ts
 * import { precision } from '@polyhead/metrics';
 * precision([0, 1, 2, 2], [0, 2, 2, 2], { average: 'macro' });
 * ```
 */
export const precision = /* @__PURE__ */ defineMetric(
  { title: 'precision', higherIsBetter: true, best: 1, range: [0, 1] },
  <const Name extends string = string>(
    truth: ArrayLike<Label>,
    predicted: ArrayLike<Label>,
    options: AverageOptions<Name> = {},
  ): number => averagedScore('precision', truth, predicted, options),
  { weighted: (truth, predicted, options) => weightedAveragedScore('precision', truth, predicted, options) },
);

import { averagedScore, weightedAveragedScore } from './average-options';
import type { AverageOptions } from './average-options';
import { defineMetric } from '../metric/define-metric';
import type { Label } from '../input/columns';

/**
 * F1 score: harmonic mean of precision and recall (scikit-learn's `f1_score`).
 *
 * Takes truth and predicted class indices or names, one per row, and `AverageOptions`; returns a number in [0, 1].
 * Throws a RangeError on no rows, different lengths, an unknown label or option, or `binary` averaging of more than two
 * classes.
 *
 * @example
 * ```ts
 * import { f1Score } from '@polyhead/metrics';
 * f1Score([0, 1, 2, 2], [0, 2, 2, 2], { average: 'macro' });
 * ```
 */
export const f1Score = /* @__PURE__ */ defineMetric(
  { title: 'F1', higherIsBetter: true, best: 1, range: [0, 1] },
  <const Name extends string = string>(
    truth: ArrayLike<Label>,
    predicted: ArrayLike<Label>,
    options: AverageOptions<Name> = {},
  ): number => averagedScore('f1Score', truth, predicted, options),
  { weighted: (truth, predicted, options) => weightedAveragedScore('f1Score', truth, predicted, options) },
);

import { averagedScore, weightedAveragedScore } from './average-options';
import type { AverageOptions } from './average-options';
import { defineMetric } from '../metric/define-metric';
import type { Label } from '../input/columns';

/**
 * Recall: share of the rows of a class that were found (scikit-learn's `recall_score`).
 *
 * Takes truth and predicted class indices or names, one per row, and `AverageOptions`; returns a number in [0, 1].
 * Throws a RangeError on no rows, different lengths, an unknown label or option, or `binary` averaging of more than two
 * classes.
 *
 * @example
 * ```ts
 * import { recall } from '@polyhead/metrics';
 * recall([0, 1, 2, 2], [0, 2, 2, 2], { average: 'macro' });
 * ```
 */
export const recall = /* @__PURE__ */ defineMetric(
  { title: 'recall', higherIsBetter: true, best: 1, range: [0, 1] },
  <const Name extends string = string>(
    truth: ArrayLike<Label>,
    predicted: ArrayLike<Label>,
    options: AverageOptions<Name> = {},
  ): number => averagedScore('recall', truth, predicted, options),
  { weighted: (truth, predicted, options) => weightedAveragedScore('recall', truth, predicted, options) },
);

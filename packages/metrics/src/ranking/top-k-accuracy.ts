import { invalidArgument } from '@polyhead/core';
import { checkCount } from '../input/check-count';
import { type Label, labelNames, type Scores, type WeightedLabelOptions } from '../input/columns';
import { readOptions } from '../input/read-options';
import { readScoredLabels } from '../input/read-scored-labels';
import { defineRowMetric } from '../metric/define-row-metric';
import { evaluateMean, rowValues } from '../metric/evaluate-mean';

/** Options of `topKAccuracy`. */
export interface TopKAccuracyOptions<Name extends string = string> extends WeightedLabelOptions<Name> {
  /** How many of the highest scores count. Default: 2. */
  k?: number;
}

const optionNames = { k: true, ...labelNames } satisfies Record<keyof TopKAccuracyOptions, true>;

/**
 * Share of the rows whose true class has one of the `k` highest scores (scikit-learn's `top_k_accuracy_score`).
 * Of equal scores the class with the larger index counts as higher, as in scikit-learn.
 *
 * Takes true class indices or names, scores (shape [rows, classes]) and `TopKAccuracyOptions`; returns a number in
 * [0, 1].
 * Throws a `PolyheadError` with code `INVALID_ARGUMENT` if there are no rows, lengths do not fit, a label or option is
 * unknown, a score is NaN, or `k` is below 1.
 *
 * @example
 * ```ts
 * import { topKAccuracy } from '@polyhead/metrics';
 * topKAccuracy([0, 1, 2], [[0.5, 0.3, 0.2], [0.4, 0.35, 0.25], [0.6, 0.3, 0.1]], { k: 2 }); // 0.666...
 * ```
 */
export const topKAccuracy = /* @__PURE__ */ defineRowMetric(
  'topKAccuracy',
  { title: 'top-k accuracy', higherIsBetter: true, best: 1, range: [0, 1] },
  (truth: ArrayLike<Label>, scores: Scores, options: TopKAccuracyOptions = {}) => {
    const { rows, isHit } = readHits(truth, scores, options);
    return evaluateMean(rowValues(rows, (row) => (isHit(row) ? 1 : 0)));
  },
);

function readHits(
  truth: ArrayLike<Label>,
  scores: Scores,
  options: TopKAccuracyOptions,
): { rows: number; isHit: (row: number) => boolean } {
  const { k = 2, labels } = readOptions('topKAccuracy', options, optionNames, '{ k: 3 }');
  checkCount('topKAccuracy', 'k', k);
  const data = readScoredLabels('topKAccuracy', truth, scores, labels, 'scores');
  const { values, rows, columns } = data.table;
  if (columns === 1)
    throw invalidArgument(
      'topKAccuracy',
      '"scores" must have a column per class',
      'one',
      'Pass rows * classes numbers.',
    );
  const isHit = (row: number): boolean => {
    const label = data.truth[row] as number;
    const own = values[row * columns + label] as number;
    let higher = 0;
    for (let c = 0; c < columns; c++) {
      const score = values[row * columns + c] as number;
      if (score > own || (score === own && c > label)) higher++;
    }
    return higher < k;
  };
  return { rows, isHit };
}

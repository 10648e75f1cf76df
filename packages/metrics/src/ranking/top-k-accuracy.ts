import { defineMetric } from '../metric/define-metric';
import { checkCount } from '../input/check-count';
import { readScoredLabels } from '../input/read-scored-labels';
import { readOptions } from '../input/read-options';
import { invalidArgument } from '@polyhead/core';
import type { Label, LabelOptions, Scores } from '../input/columns';
import { weightedMean } from '../metric/weighted-mean';

/** Options of `topKAccuracy`. */
export interface TopKAccuracyOptions<Name extends string = string> extends LabelOptions<Name> {
  /** How many of the highest scores count. Default: 2. */
  k?: number;
}

const optionNames = { labels: true, k: true } satisfies Record<keyof TopKAccuracyOptions, true>;

/**
 * Share of the rows whose true class has one of the `k` highest scores (scikit-learn's `top_k_accuracy_score`).
 * Of equal scores the class with the larger index counts as higher, as in scikit-learn.
 *
 * Takes true class indices or names, scores (shape [rows, classes]) and `TopKAccuracyOptions`; returns a number in
 * [0, 1].
 * Throws a RangeError on no rows, lengths that do not fit, an unknown label or option, NaN, or a `k` below 1.
 *
 * @example
 * ```ts
 * import { topKAccuracy } from '@polyhead/metrics';
 * topKAccuracy([0, 1, 2], [[0.5, 0.3, 0.2], [0.4, 0.35, 0.25], [0.6, 0.3, 0.1]], { k: 2 }); // 0.666...
 * ```
 */
export const topKAccuracy = /* @__PURE__ */ defineMetric(
  { title: 'top-k accuracy', higherIsBetter: true, best: 1, range: [0, 1] },
  (truth: ArrayLike<Label>, scores: Scores, options: TopKAccuracyOptions = {}): number => {
    const { rows, isHit } = readHits(truth, scores, options);
    let hits = 0;
    for (let row = 0; row < rows; row++) if (isHit(row)) hits++;
    return hits / rows;
  },
  {
    weighted: (truth, scores, options) => {
      const { rows, isHit } = readHits(truth, scores, options);
      return weightedMean(Float64Array.from({ length: rows }, (_, row) => (isHit(row) ? 1 : 0)));
    },
  },
);

function readHits(
  truth: ArrayLike<Label>,
  scores: Scores,
  options: TopKAccuracyOptions = {},
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

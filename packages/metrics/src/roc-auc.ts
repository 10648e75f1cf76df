import { sum } from './class-tally';
import { defineMetric } from './define-metric';
import { checkWord } from './input/check-count';
import { positiveIndex } from './input/positive-index';
import type { ScoredLabels } from './input/read-scored-labels';
import { readScoredLabels } from './input/read-scored-labels';
import { checkProbabilities } from './input/read-scores';
import type { Label, LabelOptions, Scores } from './columns';
import { areaUnderRoc, rankOneVersusOne, rankOneVersusRest } from './score-ranking';

/** Options of `rocAuc`. */
export interface RocAucOptions<Name extends string = string> extends LabelOptions<Name> {
  /** The class whose score is ranked, a name or an index; with more than two classes it is set against all others.
   * Default: the second of two classes; with more, all of them are averaged. */
  positive?: Name | number;
  /** With more than two classes: each against all others, or each pair (Hand and Till 2001). Default: `one-vs-rest`. */
  multiClass?: 'one-vs-rest' | 'one-vs-one';
  /** With more than two classes: plain mean, or weighted by the number of rows. Default: `macro`. */
  average?: 'macro' | 'weighted';
}

/**
 * Area under the ROC curve (scikit-learn's `roc_auc_score`).
 *
 * Takes true class indices or names, scores (shape [rows] for the positive class, or [rows, classes]) and
 * `RocAucOptions`; returns a number in [0, 1], NaN where a class that counts has no rows.
 * Throws a RangeError on no rows, lengths that do not fit, an unknown label, NaN, or, with more than two classes,
 * scores that are no probabilities.
 *
 * @example
 * ```ts
 * import { rocAuc } from '@polyhead/metrics';
 * rocAuc([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]); // 0.75
 * ```
 */
export const rocAuc = /* @__PURE__ */ defineMetric(
  { title: 'ROC AUC', higherIsBetter: true, best: 1, range: [0, 1] },
  <const Name extends string = string>(truth: ArrayLike<Label>, scores: Scores, options: RocAucOptions<Name> = {}): number => {
    const { labels, positive, multiClass = 'one-vs-rest', average = 'macro' } = options;
    checkWord('rocAuc', 'multiClass', multiClass, ['one-vs-rest', 'one-vs-one']);
    checkWord('rocAuc', 'average', average, ['macro', 'weighted']);
    const data = readScoredLabels('rocAuc', truth, scores, labels, 'scores');
    if (data.names.length === 2 || positive !== undefined) {
      return areaUnderRoc(rankOneVersusRest(data, positiveIndex('rocAuc', data.names, true, positive) as number));
    }
    checkProbabilities('rocAuc', 'scores', data.table);
    return multiClass === 'one-vs-rest' ? oneVersusRest(data, average) : oneVersusOne(data, average);
  },
);

function countRows({ truth, names }: ScoredLabels): number[] {
  const counts = names.map(() => 0);
  for (const label of truth) counts[label] = (counts[label] as number) + 1;
  return counts;
}

function oneVersusRest(data: ScoredLabels, average: 'macro' | 'weighted'): number {
  const counts = countRows(data);
  const areas = counts.map((_, c) => areaUnderRoc(rankOneVersusRest(data, c)));
  return weightedMean(areas, average === 'macro' ? counts.map(() => 1) : counts);
}

/** Mean over pairs of classes that occur; as in scikit-learn, absent classes form no pairs. */
function oneVersusOne(data: ScoredLabels, average: 'macro' | 'weighted'): number {
  const counts = countRows(data);
  const present = counts.flatMap((count, c) => (count > 0 ? [c] : []));
  const areas: number[] = [];
  const weights: number[] = [];
  for (const a of present) {
    for (const b of present.filter((other) => other > a)) {
      areas.push((areaUnderRoc(rankOneVersusOne(data, a, b)) + areaUnderRoc(rankOneVersusOne(data, b, a))) / 2);
      weights.push(average === 'macro' ? 1 : (counts[a] as number) + (counts[b] as number));
    }
  }
  return weightedMean(areas, weights);
}

/** Mean without the values of weight 0, which may be NaN. */
function weightedMean(values: readonly number[], weights: readonly number[]): number {
  return sum(values.map((value, i) => (weights[i] === 0 ? 0 : value * (weights[i] as number)))) / sum(weights);
}

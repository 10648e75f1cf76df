import { sum } from './class-tally';
import { defineMetric } from './define-metric';
import { checkWord } from './input/check-count';
import { positiveIndex } from './input/positive-index';
import { readScoredLabels } from './input/read-scored-labels';
import type { Label, LabelOptions, Scores } from './columns';
import type { Ranking } from './score-ranking';
import { countAtThresholds, rankOneVersusRest } from './score-ranking';

/** Options of `averagePrecision`. */
export interface AveragePrecisionOptions<Name extends string = string> extends LabelOptions<Name> {
  /** The class whose score is ranked against all others, a name or an index. Default: the second of two; with more, all are averaged. */
  positive?: Name | number;
  /** With more than two classes: plain mean, or weighted by the number of rows. Default: `macro`. */
  average?: 'macro' | 'weighted';
}

/**
 * Mean precision over the steps of recall: area under the precision-recall curve, without interpolation
 * (scikit-learn's `average_precision_score`).
 *
 * Takes true class indices or names, scores (shape [rows] for the positive class, or [rows, classes]) and
 * `AveragePrecisionOptions`; returns a number in [0, 1]; a class without rows counts as 0, as in scikit-learn.
 * Throws a RangeError on no rows, lengths that do not fit, an unknown label, or NaN.
 *
 * @example
 * ```ts
 * import { averagePrecision } from '@polyhead/metrics';
 * averagePrecision([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]); // 0.833...
 * ```
 */
export const averagePrecision = /* @__PURE__ */ defineMetric(
  { title: 'average precision', higherIsBetter: true, best: 1, range: [0, 1] },
  <const Name extends string = string>(truth: ArrayLike<Label>, scores: Scores, options: AveragePrecisionOptions<Name> = {}): number => {
    const { labels, positive, average = 'macro' } = options;
    checkWord('averagePrecision', 'average', average, ['macro', 'weighted']);
    const data = readScoredLabels('averagePrecision', truth, scores, labels, 'scores');
    if (data.names.length === 2 || positive !== undefined) {
      return stepArea(rankOneVersusRest(data, positiveIndex('averagePrecision', data.names, true, positive) as number));
    }
    const rankings = data.names.map((_, c) => rankOneVersusRest(data, c));
    const weights = rankings.map(({ positives }) => (average === 'macro' ? 1 : positives.length));
    return sum(rankings.map((ranking, c) => stepArea(ranking) * (weights[c] as number))) / sum(weights);
  },
);

function stepArea(ranking: Ranking): number {
  const { truePositives, falsePositives } = countAtThresholds(ranking);
  let area = 0;
  let before = 0;
  for (let i = 0; i < truePositives.length; i++) {
    const hits = truePositives[i] as number;
    area += ((hits - before) * hits) / (hits + (falsePositives[i] as number));
    before = hits;
  }
  return ranking.positives.length === 0 ? 0 : area / ranking.positives.length;
}

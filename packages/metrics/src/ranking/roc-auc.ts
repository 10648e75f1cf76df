import { checkWord } from '../input/check-count';
import type { Label, LabelOptions, Scores } from '../input/columns';
import { positiveIndex } from '../input/positive-index';
import { readOptions } from '../input/read-options';
import { type ScoredLabels, readScoredLabels } from '../input/read-scored-labels';
import { checkProbabilities } from '../input/read-scores';
import { type SampleWeightOptions, sampleWeightNames } from '../input/sample-weight';
import { defineRowMetric } from '../metric/define-row-metric';
import type { Metric } from '../metric/metric-info';
import type { RowEvaluator } from '../metric/weighted-form';
import { meanArea, type AreaAverage } from './mean-area';
import { leaveOneOutAuc, weightedArea } from './ranked-area';
import { memoizeByClass, rankRows } from './ranked-rows';
import { areaUnderRoc, countAtThresholds } from './score-ranking';

/** Options of `rocAuc`. */
export interface RocAucOptions<Name extends string = string> extends LabelOptions<Name>, SampleWeightOptions {
  /**
   * The class whose score is ranked, a name or an index; with more than two classes it is set against all others.
   * Default: the second of two classes; with more, all of them are averaged.
   */
  positive?: Name | number;
  /** With more than two classes: each against all others, or each pair (Hand and Till 2001). Default: `one-vs-rest`. */
  multiClass?: 'one-vs-rest' | 'one-vs-one';
  /** With more than two classes: plain mean, or weighted by the number of rows. Default: `macro`. */
  average?: 'macro' | 'weighted';
}

const optionNames = {
  labels: true,
  positive: true,
  multiClass: true,
  average: true,
  ...sampleWeightNames,
} satisfies Record<keyof RocAucOptions, true>;

/**
 * Area under the ROC curve (scikit-learn's `roc_auc_score`).
 *
 * Takes true class indices or names, scores (shape [rows] for the positive class, or [rows, classes]) and
 * `RocAucOptions`; returns a number in [0, 1], NaN if a class that is averaged has no rows.
 * Throws a `PolyheadError` with code `INVALID_ARGUMENT` if there are no rows, lengths do not fit, a label or option is
 * unknown, a score is NaN, or, with more than two classes, the scores are not probabilities.
 *
 * @example
 * ```ts
 * import { rocAuc } from '@polyhead/metrics';
 * rocAuc([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]); // 0.75
 * ```
 */
export const rocAuc: Metric<
  <const Name extends string = string>(truth: ArrayLike<Label>, scores: Scores, options?: RocAucOptions<Name>) => number
> = /* @__PURE__ */ defineRowMetric(
  'rocAuc',
  { title: 'ROC AUC', higherIsBetter: true, best: 1, range: [0, 1] },
  (truth: ArrayLike<Label>, scores: Scores, options?: RocAucOptions) =>
    evaluateAreas(readAreas(truth, scores, options)),
);

function evaluateAreas(reading: AreaReading): RowEvaluator {
  const { data } = reading;
  const ranked = memoizeByClass((positive, other) => rankRows(data, positive, other));
  const evaluate = (weights?: Float64Array): number =>
    meanArea(
      reading,
      (positive, other) =>
        weights === undefined
          ? areaUnderRoc(countAtThresholds(data, positive, other))
          : weightedArea(ranked(positive, other), weights),
      () => countRows(data, weights),
    );
  const leaveOneOut = (): Float64Array => {
    const areas = memoizeByClass((positive, other) => leaveOneOutAuc(ranked(positive, other), data.truth.length));
    const rows = countRows(data);
    return Float64Array.from(data.truth, (label, row) =>
      meanArea(
        reading,
        (positive, other) => areas(positive, other)[row] as number,
        () => rows.map((count, c) => (c === label ? count - 1 : count)),
      ),
    );
  };
  return Object.assign(evaluate, { leaveOneOut });
}

/** Validated data, which areas are averaged, and how. */
interface AreaReading extends AreaAverage {
  readonly data: ScoredLabels;
}

function readAreas(truth: ArrayLike<Label>, scores: Scores, options: RocAucOptions = {}): AreaReading {
  const {
    labels,
    positive,
    multiClass = 'one-vs-rest',
    average = 'macro',
  } = readOptions('rocAuc', options, optionNames, "{ multiClass: 'one-vs-one' }");
  checkWord('rocAuc', 'multiClass', multiClass, ['one-vs-rest', 'one-vs-one']);
  checkWord('rocAuc', 'average', average, ['macro', 'weighted']);
  const data = readScoredLabels('rocAuc', truth, scores, labels, 'scores');
  const single = data.names.length === 2 || positive !== undefined;
  if (!single) checkProbabilities('rocAuc', 'scores', data.table);
  return {
    data,
    positive: single ? positiveIndex('rocAuc', data.names, true, positive) : undefined,
    multiClass,
    average,
  };
}

function countRows({ truth, names }: ScoredLabels, weights?: Float64Array): number[] {
  const counts = names.map(() => 0);
  for (let row = 0; row < truth.length; row++) {
    const label = truth[row] as number;
    counts[label] = (counts[label] as number) + (weights === undefined ? 1 : (weights[row] as number));
  }
  return counts;
}

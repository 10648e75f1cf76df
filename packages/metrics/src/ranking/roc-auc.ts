import { defineMetric } from '../metric/define-metric';
import { checkWord } from '../input/check-count';
import { positiveIndex } from '../input/positive-index';
import { readOptions } from '../input/read-options';
import type { ScoredLabels } from '../input/read-scored-labels';
import { readScoredLabels } from '../input/read-scored-labels';
import { checkProbabilities } from '../input/read-scores';
import type { Label, LabelOptions, Scores } from '../input/columns';
import { meanArea, type AreaAverage, type AreaFunction } from './mean-area';
import { leaveOneOutAuc, weightedArea } from './ranked-area';
import { memoizeByClass, rankRows } from './ranked-rows';
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

const optionNames = { labels: true, positive: true, multiClass: true, average: true } satisfies Record<
  keyof RocAucOptions,
  true
>;

/**
 * Area under the ROC curve (scikit-learn's `roc_auc_score`).
 *
 * Takes true class indices or names, scores (shape [rows] for the positive class, or [rows, classes]) and
 * `RocAucOptions`; returns a number in [0, 1], NaN where a class that counts has no rows.
 * Throws a RangeError on no rows, lengths that do not fit, an unknown label or option, NaN, or, with more than two
 * classes,
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
  <const Name extends string = string>(
    truth: ArrayLike<Label>,
    scores: Scores,
    options: RocAucOptions<Name> = {},
  ): number => {
    const reading = readAreas(truth, scores, options);
    const area: AreaFunction = (positive, other) =>
      areaUnderRoc(
        other === undefined
          ? rankOneVersusRest(reading.data, positive)
          : rankOneVersusOne(reading.data, positive, other),
      );
    return meanArea(reading, area, () => countRows(reading.data));
  },
  {
    weighted: (truth, scores, options) => {
      const reading = readAreas(truth, scores, options);
      const ranked = memoizeByClass((positive, other) => rankRows(reading.data, positive, other));
      const valueOf = (weights: Uint32Array): number =>
        meanArea(
          reading,
          (positive, other) => weightedArea(ranked(positive, other), weights),
          () => countRows(reading.data, weights),
        );
      const leaveOneOut = (): Float64Array => {
        const areas = memoizeByClass((positive, other) =>
          leaveOneOutAuc(ranked(positive, other), reading.data.truth.length),
        );
        const counts = countRows(reading.data);
        return Float64Array.from(reading.data.truth, (label, row) =>
          meanArea(
            reading,
            (positive, other) => areas(positive, other)[row] as number,
            () => counts.map((count, c) => (c === label ? count - 1 : count)),
          ),
        );
      };
      return Object.assign(valueOf, { leaveOneOut });
    },
  },
);

/** Checked data, and which areas are averaged how. */
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

function countRows({ truth, names }: ScoredLabels, weights?: Uint32Array): number[] {
  const counts = names.map(() => 0);
  for (let row = 0; row < truth.length; row++) {
    const label = truth[row] as number;
    counts[label] = (counts[label] as number) + (weights === undefined ? 1 : (weights[row] as number));
  }
  return counts;
}

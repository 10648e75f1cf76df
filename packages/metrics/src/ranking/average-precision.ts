import { sum } from '../classification/class-counts';
import { defineMetric } from '../metric/define-metric';
import { checkWord } from '../input/check-count';
import { positiveIndex } from '../input/positive-index';
import { readOptions } from '../input/read-options';
import type { ScoredLabels } from '../input/read-scored-labels';
import { readScoredLabels } from '../input/read-scored-labels';
import type { Label, LabelOptions, Scores } from '../input/columns';
import { memoizeByClass, rankRows } from './ranked-rows';
import { areasOfStepsLeftOut, type Steps, weightedSteps } from './ranked-steps';
import type { Ranking } from './score-ranking';
import { countAtThresholds, rankOneVersusRest } from './score-ranking';

/** Options of `averagePrecision`. */
export interface AveragePrecisionOptions<Name extends string = string> extends LabelOptions<Name> {
  /**
   * The class whose score is ranked against all others, a name or an index. Default: the second of two; with more, all
   * are averaged.
   */
  positive?: Name | number;
  /** With more than two classes: plain mean, or weighted by the number of rows. Default: `macro`. */
  average?: 'macro' | 'weighted';
}

const optionNames = { labels: true, positive: true, average: true } satisfies Record<
  keyof AveragePrecisionOptions,
  true
>;

/**
 * Mean precision over the steps of recall: area under the precision-recall curve, without interpolation
 * (scikit-learn's `average_precision_score`).
 *
 * Takes true class indices or names, scores (shape [rows] for the positive class, or [rows, classes]) and
 * `AveragePrecisionOptions`; returns a number in [0, 1]; a class without rows counts as 0, as in scikit-learn.
 * Throws a RangeError on no rows, lengths that do not fit, an unknown label or option, or NaN.
 *
 * @example
 * ```ts
 * import { averagePrecision } from '@polyhead/metrics';
 * averagePrecision([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]); // 0.833...
 * ```
 */
export const averagePrecision = /* @__PURE__ */ defineMetric(
  { title: 'average precision', higherIsBetter: true, best: 1, range: [0, 1] },
  <const Name extends string = string>(
    truth: ArrayLike<Label>,
    scores: Scores,
    options: AveragePrecisionOptions<Name> = {},
  ): number => {
    const reading = readSteps(truth, scores, options);
    return meanOfSteps(reading, (positive) => stepsOfRanking(rankOneVersusRest(reading.data, positive)));
  },
  {
    weighted: (truth, scores, options) => {
      const reading = readSteps(truth, scores, options);
      const ranked = memoizeByClass((positive) => rankRows(reading.data, positive));
      const valueOf = (weights: Uint32Array): number =>
        meanOfSteps(reading, (positive) => weightedSteps(ranked(positive), weights));
      const leaveOneOut = (): Float64Array => {
        const steps = memoizeByClass((positive) => ({
          areas: areasOfStepsLeftOut(ranked(positive)),
          positives: sum(ranked(positive).sides),
        }));
        const without = (row: number, positive: number): Steps => {
          const { areas, positives } = steps(positive);
          return { area: areas[row] as number, positives: positives - (reading.data.truth[row] === positive ? 1 : 0) };
        };
        return Float64Array.from(reading.data.truth, (_, row) =>
          meanOfSteps(reading, (positive) => without(row, positive)),
        );
      };
      return Object.assign(valueOf, { leaveOneOut });
    },
  },
);

/** Checked data, the only class that counts (absent where all do), and how classes are averaged. */
interface StepReading {
  readonly data: ScoredLabels;
  readonly positive: number | undefined;
  readonly average: 'macro' | 'weighted';
}

function readSteps(truth: ArrayLike<Label>, scores: Scores, options: AveragePrecisionOptions = {}): StepReading {
  const {
    labels,
    positive,
    average = 'macro',
  } = readOptions('averagePrecision', options, optionNames, "{ average: 'weighted' }");
  checkWord('averagePrecision', 'average', average, ['macro', 'weighted']);
  const data = readScoredLabels('averagePrecision', truth, scores, labels, 'scores');
  const single = data.names.length === 2 || positive !== undefined;
  return {
    data,
    positive: single ? positiveIndex('averagePrecision', data.names, true, positive) : undefined,
    average,
  };
}

function meanOfSteps({ data, positive, average }: StepReading, stepsOf: (positive: number) => Steps): number {
  if (positive !== undefined) return stepsOf(positive).area;
  const steps = data.names.map((_, c) => stepsOf(c));
  const weights = steps.map(({ positives }) => (average === 'macro' ? 1 : positives));
  return sum(steps.map(({ area }, c) => area * (weights[c] as number))) / sum(weights);
}

function stepsOfRanking(ranking: Ranking): Steps {
  const { truePositives, falsePositives } = countAtThresholds(ranking);
  let area = 0;
  let before = 0;
  for (let i = 0; i < truePositives.length; i++) {
    const hits = truePositives[i] as number;
    area += ((hits - before) * hits) / (hits + (falsePositives[i] as number));
    before = hits;
  }
  return { area: before === 0 ? 0 : area / before, positives: before };
}

import { checkWord } from '../input/check-count';
import type { Label, LabelOptions, Scores } from '../input/columns';
import { positiveIndex } from '../input/positive-index';
import { readOptions } from '../input/read-options';
import { type ScoredLabels, readScoredLabels } from '../input/read-scored-labels';
import { type SampleWeightOptions, sampleWeightNames } from '../input/sample-weight';
import { sum } from '../classification/class-counts';
import { defineRowMetric } from '../metric/define-row-metric';
import type { Metric } from '../metric/metric-info';
import type { RowEvaluator } from '../metric/weighted-form';
import { memoizeByClass, rankRows } from './ranked-rows';
import { areasOfStepsLeftOut, weightedSteps } from './ranked-steps';
import { areaOfSteps, countAtThresholds, type Steps } from './score-ranking';

/** Options of `averagePrecision`. */
export interface AveragePrecisionOptions<Name extends string = string> extends LabelOptions<Name>, SampleWeightOptions {
  /**
   * The class whose score is ranked against all others, a name or an index. Default: the second of two; with more, all
   * are averaged.
   */
  positive?: Name | number;
  /** With more than two classes: plain mean, or weighted by the number of rows. Default: `macro`. */
  average?: 'macro' | 'weighted';
}

const optionNames = { labels: true, positive: true, average: true, ...sampleWeightNames } satisfies Record<
  keyof AveragePrecisionOptions,
  true
>;

/**
 * Mean precision over the steps of recall: area under the precision-recall curve, without interpolation
 * (scikit-learn's `average_precision_score`).
 *
 * Takes true class indices or names, scores (shape [rows] for the positive class, or [rows, classes]) and
 * `AveragePrecisionOptions`; returns a number in [0, 1]; a class without rows counts as 0, as in scikit-learn.
 * Throws a `PolyheadError` with code `INVALID_ARGUMENT` if there are no rows, lengths do not fit, a label or option is
 * unknown, or a score is NaN.
 *
 * @example
 * ```ts
 * import { averagePrecision } from '@polyhead/metrics';
 * averagePrecision([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]); // 0.833...
 * ```
 */
export const averagePrecision: Metric<
  <const Name extends string = string>(
    truth: ArrayLike<Label>,
    scores: Scores,
    options?: AveragePrecisionOptions<Name>,
  ) => number
> = /* @__PURE__ */ defineRowMetric(
  'averagePrecision',
  { title: 'average precision', higherIsBetter: true, best: 1, range: [0, 1] },
  (truth: ArrayLike<Label>, scores: Scores, options?: AveragePrecisionOptions) =>
    evaluateSteps(readSteps(truth, scores, options)),
);

function evaluateSteps(reading: StepReading): RowEvaluator {
  const { data } = reading;
  const { truth } = data;
  const ranked = memoizeByClass((positive) => rankRows(data, positive));
  const evaluate = (weights?: Float64Array): number =>
    meanOfSteps(reading, (positive) =>
      weights === undefined ? areaOfSteps(countAtThresholds(data, positive)) : weightedSteps(ranked(positive), weights),
    );
  const leaveOneOut = (): Float64Array => {
    const steps = memoizeByClass((positive) => ({
      areas: areasOfStepsLeftOut(ranked(positive)),
      positives: sum(ranked(positive).sides),
    }));
    const without = (row: number, positive: number): Steps => {
      const { areas, positives } = steps(positive);
      return { area: areas[row] as number, positives: positives - (truth[row] === positive ? 1 : 0) };
    };
    return Float64Array.from(truth, (_, row) => meanOfSteps(reading, (positive) => without(row, positive)));
  };
  return Object.assign(evaluate, { leaveOneOut });
}

/** Validated data, the class to rank (absent if all are averaged), and how classes are averaged. */
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

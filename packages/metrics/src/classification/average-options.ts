import type { Average, ClassScores, ScoreName } from './class-scores';
import { averageScores, scoresPerClass } from './class-scores';
import type { ClassCounts } from './class-counts';
import { countClasses } from './class-counts';
import { checkWord } from '../input/check-count';
import { checkNames } from '../input/check-names';
import { checkZeroDivision } from '../input/check-zero-division';
import { positiveIndex } from '../input/positive-index';
import { readLabelPair } from '../input/read-label-pair';
import { readOptions } from '../input/read-options';
import { invalidArgument } from '@polyhead/core';
import type { Label, LabelOptions } from '../input/columns';
import { type SampleWeightOptions, sampleWeightNames } from '../input/sample-weight';
import type { RowEvaluator } from '../metric/weighted-form';

export type { Average };

/** Options shared by `precision`, `recall` and `f1Score`. */
export interface AverageOptions<Name extends string = string> extends LabelOptions<Name>, SampleWeightOptions {
  /**
   * `binary`: the score of the positive class, for two classes. `micro`: from all counts together. `macro`: plain mean
   * over classes. `weighted`: mean over classes weighted by support. Default: `binary`, as in scikit-learn.
   */
  average?: 'binary' | Average;
  /** The positive class of `binary`, a name or an index. Default: the second of `labels`, or 1. */
  positive?: Name | number;
  /** Value of a score whose denominator is 0: 0, 1 or NaN (then left out of averages). Default: 0. */
  zeroDivision?: number;
}

const optionNames = {
  labels: true,
  average: true,
  positive: true,
  zeroDivision: true,
  ...sampleWeightNames,
} satisfies Record<keyof AverageOptions, true>;

const AVERAGES = ['binary', 'micro', 'macro', 'weighted'];

/** Evaluates precision, recall or F1. */
export function evaluateScore(
  where: ScoreName,
  truth: ArrayLike<Label>,
  predicted: ArrayLike<Label>,
  options: AverageOptions = {},
): RowEvaluator {
  checkOptions(where, options);
  const pair = readLabelPair(where, truth, predicted, options.labels);
  return (weights) => scoreOfCounts(where, countClasses(pair, weights), options);
}

function scoreOfCounts(
  where: ScoreName,
  counts: ClassCounts,
  { average = 'binary', zeroDivision = 0, labels, positive }: AverageOptions,
): number {
  const all = counts.names.map((_, c) => c);
  if (average !== 'binary') return averageScores(counts, all, average, zeroDivision)[where];
  if (counts.names.length > 2) {
    throw invalidArgument(
      where,
      '"average" must be given for more than two classes',
      `${counts.names.length} classes`,
      `Pass { average: 'macro' }, 'weighted' or 'micro'.`,
    );
  }
  const index = positiveIndex(where, counts.names, labels !== undefined, positive);
  if (index === undefined) return zeroDivision;
  return (scoresPerClass(counts, [index], zeroDivision)[0] as ClassScores)[where];
}

function checkOptions(where: string, options: AverageOptions): void {
  const {
    average = 'binary',
    zeroDivision = 0,
    labels,
  } = readOptions(where, options, optionNames, "{ average: 'macro' }");
  checkWord(where, 'average', average, AVERAGES);
  checkZeroDivision(where, zeroDivision);
  if (labels !== undefined) checkNames(where, labels);
}

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
import type { WeightedEvaluator } from '../metric/weighted-form';
import { weightedTally } from './weighted-pairs';

export type { Average };

/** Options shared by `precision`, `recall` and `f1Score`. */
export interface AverageOptions<Name extends string = string> extends LabelOptions<Name> {
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

const optionNames = { labels: true, average: true, positive: true, zeroDivision: true } satisfies Record<
  keyof AverageOptions,
  true
>;

const AVERAGES = ['binary', 'micro', 'macro', 'weighted'];

/** The one path of precision, recall and F1. */
export function averagedScore(
  where: ScoreName,
  truth: ArrayLike<Label>,
  predicted: ArrayLike<Label>,
  options: AverageOptions = {},
): number {
  checkOptions(where, options);
  return scoreOfTally(where, countClasses(readLabelPair(where, truth, predicted, options.labels)), options);
}

/** The weighted form of that path. */
export function weightedAveragedScore(
  where: ScoreName,
  truth: ArrayLike<Label>,
  predicted: ArrayLike<Label>,
  options: AverageOptions = {},
): WeightedEvaluator {
  checkOptions(where, options);
  const tallyOf = weightedTally(readLabelPair(where, truth, predicted, options.labels), options.labels !== undefined);
  return (weights) => scoreOfTally(where, tallyOf(weights), options);
}

function scoreOfTally(
  where: ScoreName,
  tally: ClassCounts,
  { average = 'binary', zeroDivision = 0, labels, positive }: AverageOptions,
): number {
  const all = tally.names.map((_, c) => c);
  if (average !== 'binary') return averageScores(tally, all, average, zeroDivision)[where];
  if (tally.names.length > 2) {
    throw invalidArgument(
      where,
      '"average" must be given for more than two classes',
      `${tally.names.length} classes`,
      `Pass { average: 'macro' }, 'weighted' or 'micro'.`,
    );
  }
  const index = positiveIndex(where, tally.names, labels !== undefined, positive);
  if (index === undefined) return zeroDivision;
  return (scoresPerClass(tally, [index], zeroDivision)[0] as ClassScores)[where];
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

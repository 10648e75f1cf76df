import type { ClassCounts } from './class-counts';
import { sum, countClasses } from './class-counts';
import { defineMetric } from '../metric/define-metric';
import { type LabelPair, readLabelPair } from '../input/read-label-pair';
import { readOptions } from '../input/read-options';
import type { Label, LabelOptions } from '../input/columns';
import { weightedTally } from './weighted-pairs';

/** Options of `balancedAccuracy`. */
export interface BalancedAccuracyOptions extends LabelOptions {
  /** Rescale so that guessing scores 0 and perfection 1. Default: false. */
  adjusted?: boolean;
}

const optionNames = { labels: true, adjusted: true } satisfies Record<keyof BalancedAccuracyOptions, true>;

/**
 * Mean recall over the classes that occur in the truth (scikit-learn's `balanced_accuracy_score`).
 *
 * Takes truth and predicted class indices or names, one per row, and `BalancedAccuracyOptions`; returns a number in
 * [0, 1] (adjusted: at most 1, negative when worse than guessing, NaN with a single class).
 * Throws a RangeError on no rows, different lengths, or an unknown label or option.
 *
 * @example
 * ```ts
 * import { balancedAccuracy } from '@polyhead/metrics';
 * balancedAccuracy([0, 0, 0, 1], [0, 0, 0, 0]); // 0.5
 * ```
 */
export const balancedAccuracy = /* @__PURE__ */ defineMetric(
  { title: 'balanced accuracy', higherIsBetter: true, best: 1, range: [0, 1] },
  (truth: ArrayLike<Label>, predicted: ArrayLike<Label>, options: BalancedAccuracyOptions = {}): number => {
    const { pair, adjusted } = readPair(truth, predicted, options);
    return meanRecall(countClasses(pair), adjusted);
  },
  {
    weighted: (truth, predicted, options) => {
      const { pair, adjusted } = readPair(truth, predicted, options);
      const tallyOf = weightedTally(pair, true);
      return (weights) => meanRecall(tallyOf(weights), adjusted);
    },
  },
);

function readPair(
  truth: ArrayLike<Label>,
  predicted: ArrayLike<Label>,
  options: BalancedAccuracyOptions = {},
): { pair: LabelPair; adjusted: boolean | undefined } {
  const { labels, adjusted } = readOptions('balancedAccuracy', options, optionNames, '{ adjusted: true }');
  return { pair: readLabelPair('balancedAccuracy', truth, predicted, labels), adjusted };
}

function meanRecall(tally: ClassCounts, adjusted = false): number {
  const recalls: number[] = [];
  tally.truthTotals.forEach((total, c) => {
    if (total > 0) recalls.push((tally.hits[c] as number) / total);
  });
  const score = sum(recalls) / recalls.length;
  const chance = 1 / recalls.length;
  return adjusted ? (score - chance) / (1 - chance) : score;
}

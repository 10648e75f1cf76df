import { type Label, labelNames, type WeightedLabelOptions } from '../input/columns';
import { readLabelPair } from '../input/read-label-pair';
import { readOptions } from '../input/read-options';
import { defineRowMetric } from '../metric/define-row-metric';
import { type ClassCounts, countClasses, sum } from './class-counts';

/** Options of `balancedAccuracy`. */
export interface BalancedAccuracyOptions extends WeightedLabelOptions {
  /** Rescale so that guessing scores 0 and perfection 1. Default: false. */
  adjusted?: boolean;
}

const optionNames = { adjusted: true, ...labelNames } satisfies Record<keyof BalancedAccuracyOptions, true>;

/**
 * Mean recall over the classes that occur in the truth (scikit-learn's `balanced_accuracy_score`).
 *
 * Takes truth and predicted class indices or names, one per row, and `BalancedAccuracyOptions`; returns a number in
 * [0, 1] (adjusted: at most 1, negative when worse than guessing, NaN with a single class).
 * Throws a `PolyheadError` with code `INVALID_ARGUMENT` if there are no rows, lengths differ, or a label or option is
 * unknown.
 *
 * @example
 * ```ts
 * import { balancedAccuracy } from '@polyhead/metrics';
 * balancedAccuracy([0, 0, 0, 1], [0, 0, 0, 0]); // 0.5
 * ```
 */
export const balancedAccuracy = /* @__PURE__ */ defineRowMetric(
  'balancedAccuracy',
  { title: 'balanced accuracy', higherIsBetter: true, best: 1, range: [0, 1] },
  (truth: ArrayLike<Label>, predicted: ArrayLike<Label>, options: BalancedAccuracyOptions = {}) => {
    const { labels, adjusted } = readOptions('balancedAccuracy', options, optionNames, '{ adjusted: true }');
    const pair = readLabelPair('balancedAccuracy', truth, predicted, labels);
    return (weights) => meanRecall(countClasses(pair, weights), adjusted);
  },
);

function meanRecall(counts: ClassCounts, adjusted = false): number {
  const recalls: number[] = [];
  counts.truthTotals.forEach((total, c) => {
    if (total > 0) recalls.push((counts.hits[c] as number) / total);
  });
  const score = sum(recalls) / recalls.length;
  const chance = 1 / recalls.length;
  return adjusted ? (score - chance) / (1 - chance) : score;
}

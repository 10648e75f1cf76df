import type { ClassCounts } from './class-counts';
import { sum, countClasses } from './class-counts';
import { defineMetric } from '../metric/define-metric';
import { type LabelPair, readLabelPair } from '../input/read-label-pair';
import { readOptions } from '../input/read-options';
import { type Label, labelNames, type LabelOptions } from '../input/columns';
import { weightedTally } from './weighted-pairs';

/**
 * Matthews correlation coefficient for any number of classes (scikit-learn's `matthews_corrcoef`; Gorodkin 2004).
 *
 * Takes truth and predicted class indices or names, one per row, and `LabelOptions`; returns a number in [-1, 1],
 * 0 when truth or prediction is one class throughout.
 * Throws a RangeError on no rows, different lengths, or an unknown label or option.
 *
 * @example
 * ```ts
 * import { matthewsCorrelation } from '@polyhead/metrics';
 * matthewsCorrelation([1, 1, 1, 0], [1, 0, 1, 1]); // -0.333...
 * ```
 */
export const matthewsCorrelation = /* @__PURE__ */ defineMetric(
  { title: 'Matthews correlation', higherIsBetter: true, best: 1, range: [-1, 1] },
  (truth: ArrayLike<Label>, predicted: ArrayLike<Label>, options: LabelOptions = {}): number => {
    return correlation(countClasses(readPair(truth, predicted, options)));
  },
  {
    weighted: (truth, predicted, options) => {
      const tallyOf = weightedTally(readPair(truth, predicted, options), true);
      return (weights) => correlation(tallyOf(weights));
    },
  },
);

function readPair(truth: ArrayLike<Label>, predicted: ArrayLike<Label>, options: LabelOptions = {}): LabelPair {
  return readLabelPair(
    'matthewsCorrelation',
    truth,
    predicted,
    readOptions('matthewsCorrelation', options, labelNames).labels,
  );
}

function correlation({ rows, hits, truthTotals, predictedTotals }: ClassCounts): number {
  const covariance = (a: Float64Array, b: Float64Array, matches: number): number =>
    matches * rows - sum(a.map((count, c) => count * (b[c] as number)));
  const both = covariance(truthTotals, truthTotals, rows) * covariance(predictedTotals, predictedTotals, rows);
  return both === 0 ? 0 : covariance(truthTotals, predictedTotals, sum(hits)) / Math.sqrt(both);
}

import { type Label, labelNames, type WeightedLabelOptions } from '../input/columns';
import { readLabelPair } from '../input/read-label-pair';
import { readOptions } from '../input/read-options';
import { defineRowMetric } from '../metric/define-row-metric';
import { type ClassCounts, countClasses, sum } from './class-counts';

/**
 * Matthews correlation coefficient for any number of classes (scikit-learn's `matthews_corrcoef`; Gorodkin 2004).
 *
 * Takes truth and predicted class indices or names, one per row, and `WeightedLabelOptions`; returns a number in [-1,
 * 1], 0 when truth or prediction is one class throughout.
 * Throws a `PolyheadError` with code `INVALID_ARGUMENT` if there are no rows, lengths differ, or a label or option is
 * unknown.
 *
 * @example
 * ```ts
 * import { matthewsCorrelation } from '@polyhead/metrics';
 * matthewsCorrelation([1, 1, 1, 0], [1, 0, 1, 1]); // -0.333...
 * ```
 */
export const matthewsCorrelation = /* @__PURE__ */ defineRowMetric(
  'matthewsCorrelation',
  { title: 'Matthews correlation', higherIsBetter: true, best: 1, range: [-1, 1] },
  (truth: ArrayLike<Label>, predicted: ArrayLike<Label>, options: WeightedLabelOptions = {}) => {
    const { labels } = readOptions('matthewsCorrelation', options, labelNames);
    const pair = readLabelPair('matthewsCorrelation', truth, predicted, labels);
    return (weights) => correlation(countClasses(pair, weights));
  },
);

function correlation({ rows, hits, truthTotals, predictedTotals }: ClassCounts): number {
  const covariance = (a: Float64Array, b: Float64Array, matches: number): number =>
    matches * rows - sum(a.map((count, c) => count * (b[c] as number)));
  const both = covariance(truthTotals, truthTotals, rows) * covariance(predictedTotals, predictedTotals, rows);
  return both === 0 ? 0 : covariance(truthTotals, predictedTotals, sum(hits)) / Math.sqrt(both);
}

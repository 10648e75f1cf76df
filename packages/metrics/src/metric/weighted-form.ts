import type { Column } from '../input/columns';

/** A metric that has read its columns. */
export interface WeightedEvaluator {
  /** Returns the value of the metric for these weights, one per row, of which at least one is above 0. */
  (weights: Float64Array): number;
  /**
   * Returns the values with each row left out in turn, of shape [rows], for at least two rows: the jackknife of `bca`.
   * Worth giving if it takes fewer steps than one evaluation per row. Default: evaluated row by row.
   */
  leaveOneOut?(): Float64Array;
}

/** A metric of this package that has read its columns: without weights, each row has the weight 1. */
export interface RowEvaluator extends WeightedEvaluator {
  (weights?: Float64Array): number;
}

/**
 * A metric that reads its columns once (validates, encodes, sorts) and then returns its value for any weights of the
 * rows, which makes resampling fast: a resample is a whole number for each row. For such weights the value must equal
 * that of columns that repeat each row as often.
 *
 * @typeParam Columns - The columns of the metric, its options among them.
 *
 * @example
 * ```ts
 * import type { WeightedMetric } from '@polyhead/metrics';
 * const shareOfTrue: WeightedMetric<[truth: ArrayLike<boolean>]> = (truth) => (weights) => {
 *   const total = weights.reduce((sum, weight) => sum + weight, 0);
 *   return weights.reduce((sum, weight, row) => sum + (truth[row] === true ? weight : 0), 0) / total;
 * };
 * ```
 */
export type WeightedMetric<Columns extends readonly unknown[]> = (...columns: Columns) => WeightedEvaluator;

/** Returns the weighted form that a metric carries, if it has one. */
export function weightedForm<Columns extends readonly Column[]>(
  metric: (...columns: Columns) => number,
): ((...columns: Columns) => WeightedEvaluator) | undefined {
  return 'weighted' in metric ? (metric.weighted as (...columns: Columns) => WeightedEvaluator) : undefined;
}

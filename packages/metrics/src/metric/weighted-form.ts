import type { Column } from '../input/columns';

/** A metric that has read its columns. */
export interface WeightedEvaluator {
  /**
   * Its value where each row counts as often as its weight says: a whole number, 0 for a row that is left out. Not
   * every weight is 0.
   */
  (weights: Uint32Array): number;
  /**
   * Its values with each row left out in turn, of shape [rows], for at least two rows: what `bca` asks for. Worth
   * giving
   * where it takes fewer steps than a value from weights for every row. Default: from weights.
   */
  leaveOneOut?(): Float64Array;
}

/**
 * A metric that reads its columns once (checks, codes, sorts) and then gives its value for any weights of the rows:
 * what
 * makes resampling fast. For any weights it equals the metric on columns that hold each row that often.
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

/** The weighted form that a metric carries, if it has one. */
export function weightedForm<Columns extends readonly Column[]>(
  metric: (...columns: Columns) => number,
): ((...columns: Columns) => WeightedEvaluator) | undefined {
  return 'weighted' in metric ? (metric.weighted as (...columns: Columns) => WeightedEvaluator) : undefined;
}

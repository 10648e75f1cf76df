import type { LabelPair } from '../input/read-label-pair';

/** Sufficient statistics of every score that needs no more than hits and totals per class; all of shape [classes]. */
export interface ClassCounts {
  readonly rows: number;
  readonly names: readonly string[];
  /** Rows where truth and prediction are this class. */
  readonly hits: Float64Array;
  /** Rows whose truth is this class (support). */
  readonly truthTotals: Float64Array;
  /** Rows whose prediction is this class. */
  readonly predictedTotals: Float64Array;
}

/** Counts hits and totals per class in one pass. */
export function countClasses({ truth, predicted, names }: LabelPair): ClassCounts {
  const hits = new Float64Array(names.length);
  const truthTotals = new Float64Array(names.length);
  const predictedTotals = new Float64Array(names.length);
  for (let row = 0; row < truth.length; row++) {
    const t = truth[row] as number;
    const p = predicted[row] as number;
    truthTotals[t] = (truthTotals[t] as number) + 1;
    predictedTotals[p] = (predictedTotals[p] as number) + 1;
    if (t === p) hits[t] = (hits[t] as number) + 1;
  }
  return { rows: truth.length, names, hits, truthTotals, predictedTotals };
}

/** Counts every (truth, prediction) pair: row-major [classes, classes], row = truth. */
export function countPairs({ truth, predicted, names }: LabelPair): Float64Array {
  const classes = names.length;
  const counts = new Float64Array(classes * classes);
  for (let row = 0; row < truth.length; row++) {
    const cell = (truth[row] as number) * classes + (predicted[row] as number);
    counts[cell] = (counts[cell] as number) + 1;
  }
  return counts;
}

/** Adds up the numbers of a short array. */
export function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i] as number;
  return total;
}

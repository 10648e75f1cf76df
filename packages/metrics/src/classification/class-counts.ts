import type { LabelPair } from '../input/read-label-pair';

/** Sums of weights that every score of hits and totals per class needs; the arrays are of shape [classes]. */
export interface ClassCounts {
  /** Weight of all rows. */
  readonly rows: number;
  readonly names: readonly string[];
  /** Rows where truth and prediction are this class. */
  readonly hits: Float64Array;
  /** Rows whose truth is this class (support). */
  readonly truthTotals: Float64Array;
  /** Rows whose prediction is this class. */
  readonly predictedTotals: Float64Array;
}

/** Up to this many classes, a table of all pairs fits the cache, and filling it is faster than three sums per row. */
const MOST_CLASSES_OF_TABLE = 64;

/**
 * Adds up hits and totals per class. Classes that were found in the data, not named by the caller, are left out if no
 * row of theirs has a weight: a weight of 0 has the effect of leaving the row out.
 */
export function countClasses(pair: LabelPair, weights?: Float64Array): ClassCounts {
  const all = pair.names.length <= MOST_CLASSES_OF_TABLE ? sumPairs(pair, weights) : sumRows(pair, weights);
  const { rows, names, hits, truthTotals, predictedTotals } = all;
  const isCounted = (_: unknown, c: number): boolean => (truthTotals[c] as number) + (predictedTotals[c] as number) > 0;
  if (weights === undefined || pair.isNamed || names.every(isCounted)) return all;
  return {
    rows,
    names: names.filter(isCounted),
    hits: hits.filter(isCounted),
    truthTotals: truthTotals.filter(isCounted),
    predictedTotals: predictedTotals.filter(isCounted),
  };
}

function sumPairs({ truth, predicted, names }: LabelPair, weights: Float64Array | undefined): ClassCounts {
  const classes = names.length;
  const counts = addPairs(truth, predicted, classes, weights);
  const [hits, truthTotals, predictedTotals] = emptyTotals(classes);
  let rows = 0;
  for (let t = 0; t < classes; t++) {
    for (let p = 0; p < classes; p++) {
      const count = counts[t * classes + p] as number;
      rows += count;
      truthTotals[t] = (truthTotals[t] as number) + count;
      predictedTotals[p] = (predictedTotals[p] as number) + count;
    }
    hits[t] = counts[t * classes + t] as number;
  }
  return { rows, names, hits, truthTotals, predictedTotals };
}

function sumRows({ truth, predicted, names }: LabelPair, weights: Float64Array | undefined): ClassCounts {
  const [hits, truthTotals, predictedTotals] = emptyTotals(names.length);
  let rows = 0;
  for (let row = 0; row < truth.length; row++) {
    const t = truth[row] as number;
    const p = predicted[row] as number;
    const weight = weights === undefined ? 1 : (weights[row] as number);
    rows += weight;
    truthTotals[t] = (truthTotals[t] as number) + weight;
    predictedTotals[p] = (predictedTotals[p] as number) + weight;
    if (t === p) hits[t] = (hits[t] as number) + weight;
  }
  return { rows, names, hits, truthTotals, predictedTotals };
}

function emptyTotals(classes: number): [hits: Float64Array, truth: Float64Array, predicted: Float64Array] {
  return [new Float64Array(classes), new Float64Array(classes), new Float64Array(classes)];
}

/** Sums of weights of every pair of true and predicted class, row-major [classes, classes] with row = truth. */
export interface PairCounts {
  readonly names: readonly string[];
  readonly counts: Float64Array;
}

/** Adds up the weights of every (truth, prediction) pair; leaves out the same classes as `countClasses`. */
export function countPairs(pair: LabelPair, weights?: Float64Array): PairCounts {
  const { truth, predicted, names } = pair;
  const classes = names.length;
  const counts = addPairs(truth, predicted, classes, weights);
  if (weights === undefined || pair.isNamed) return { names, counts };
  const isCounted = new Uint8Array(classes);
  counts.forEach((count, cell) => {
    if (count > 0) isCounted[Math.floor(cell / classes)] = isCounted[cell % classes] = 1;
  });
  if (isCounted.every((counted) => counted === 1)) return { names, counts };
  return {
    names: names.filter((_, c) => isCounted[c] === 1),
    counts: counts.filter((_, cell) => isCounted[Math.floor(cell / classes)] === 1 && isCounted[cell % classes] === 1),
  };
}

function addPairs(
  truth: Int32Array,
  predicted: Int32Array,
  classes: number,
  weights: Float64Array | undefined,
): Float64Array {
  const counts = new Float64Array(classes * classes);
  if (weights === undefined)
    for (let row = 0; row < truth.length; row++) {
      const cell = (truth[row] as number) * classes + (predicted[row] as number);
      counts[cell] = (counts[cell] as number) + 1;
    }
  else
    for (let row = 0; row < truth.length; row++) {
      const cell = (truth[row] as number) * classes + (predicted[row] as number);
      counts[cell] = (counts[cell] as number) + (weights[row] as number);
    }
  return counts;
}

/** Adds up the numbers of a short array. */
export function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i] as number;
  return total;
}

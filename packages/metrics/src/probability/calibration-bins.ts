import type { ScoredLabels } from '../input/read-scored-labels';
import { quantile } from '../statistics/quantile';

/** Confidence in one statement per row, and if the statement is true; both of shape [rows]. */
export interface Confidences {
  readonly confidence: Float64Array;
  /** 1 if the statement is true, else 0. */
  readonly right: Uint8Array;
}

/** Weighted sums per bin, each of shape [bins]: rows, confidence, and rows that are right. */
export interface CalibrationBins {
  readonly count: Float64Array;
  readonly confidence: Float64Array;
  readonly right: Float64Array;
}

/** The statement "this row is of its most likely class" (the first of equals). */
export function topLabelConfidences({ truth, table }: ScoredLabels): Confidences {
  const { values, columns } = table;
  const confidence = new Float64Array(truth.length);
  const right = new Uint8Array(truth.length);
  for (let row = 0; row < truth.length; row++) {
    let top = 0;
    let highest = values[row * columns] as number;
    for (let c = 1; c < columns; c++) {
      const value = values[row * columns + c] as number;
      if (value > highest) {
        highest = value;
        top = c;
      }
    }
    if (columns === 1) {
      top = highest > 0.5 ? 1 : 0;
      highest = Math.max(highest, 1 - highest);
    }
    confidence[row] = highest;
    right[row] = truth[row] === top ? 1 : 0;
  }
  return { confidence, right };
}

/** The statement "this row is of class `positive`". */
export function classConfidences({ truth, table }: ScoredLabels, positive: number): Confidences {
  const { values, columns } = table;
  const confidence = new Float64Array(truth.length);
  const right = new Uint8Array(truth.length);
  for (let row = 0; row < truth.length; row++) {
    const value = values[row * columns + (columns === 1 ? 0 : positive)] as number;
    confidence[row] = columns === 1 && positive === 0 ? 1 - value : value;
    right[row] = truth[row] === positive ? 1 : 0;
  }
  return { confidence, right };
}

/**
 * Edges of bins of equal width over [0, 1]: i * (1 / bins), as numpy.linspace has them, so that ties fall the same way.
 */
export function uniformEdges(bins: number): Float64Array {
  const edges = Float64Array.from({ length: bins + 1 }, (_, i) => i * (1 / bins));
  edges[bins] = 1;
  return edges;
}

/** Edges of bins of about equal numbers of rows. */
export function quantileEdges(confidence: Float64Array, bins: number): Float64Array {
  const sorted = confidence.slice().sort();
  return uniformEdges(bins).map((share) => quantile(sorted, share));
}

/** Bin of each row. */
export function binRows({ confidence }: Confidences, edges: Float64Array): Uint32Array {
  const bins = new Uint32Array(confidence.length);
  for (let row = 0; row < bins.length; row++) bins[row] = binOf(confidence[row] as number, edges);
  return bins;
}

/** Sums up the rows of each bin, by the bin of each row. */
export function sumBins(
  { confidence, right }: Confidences,
  binOfRow: Uint32Array,
  bins: number,
  weights: Float64Array | undefined,
): CalibrationBins {
  const sums = { count: new Float64Array(bins), confidence: new Float64Array(bins), right: new Float64Array(bins) };
  for (let row = 0; row < confidence.length; row++) {
    const bin = binOfRow[row] as number;
    const weight = weights === undefined ? 1 : (weights[row] as number);
    sums.count[bin] = (sums.count[bin] as number) + weight;
    sums.confidence[bin] = (sums.confidence[bin] as number) + weight * (confidence[row] as number);
    sums.right[bin] = (sums.right[bin] as number) + weight * (right[row] as number);
  }
  return sums;
}

/**
 * Bin of a value, by bisection: (edges[i], edges[i + 1]]; values at or below the first inner edge are in bin 0.
 */
function binOf(value: number, edges: Float64Array): number {
  let low = 0;
  let high = edges.length - 2;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((edges[middle + 1] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

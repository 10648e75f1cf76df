import type { ScoredLabels } from '../input/read-scored-labels';
import { quantile } from '../statistics/quantile';

/** How sure the network is of one statement per row, and whether the statement is true; both of shape [rows]. */
export interface Confidences {
  readonly confidence: Float64Array;
  /** 1 where the statement is true, else 0. */
  readonly right: Uint8Array;
}

/** Sums per bin, each of shape [bins]: rows, confidence, and rows that are right. */
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

/** Sums per bin (edges[i], edges[i + 1]]; values at or below the first inner edge are in bin 0. */
export function sumBins({ confidence, right }: Confidences, edges: Float64Array): CalibrationBins {
  const bins = edges.length - 1;
  const sums = { count: new Float64Array(bins), confidence: new Float64Array(bins), right: new Float64Array(bins) };
  for (let row = 0; row < confidence.length; row++) {
    const value = confidence[row] as number;
    const bin = binOf(value, edges);
    sums.count[bin] = (sums.count[bin] as number) + 1;
    sums.confidence[bin] = (sums.confidence[bin] as number) + value;
    sums.right[bin] = (sums.right[bin] as number) + (right[row] as number);
  }
  return sums;
}

/** Number of inner edges below the value, by bisection. */
export function binOf(value: number, edges: Float64Array): number {
  let low = 0;
  let high = edges.length - 2;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((edges[middle + 1] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

import type { ScoredLabels } from './input/read-scored-labels';

/** Sums per bin, each of shape [bins]: rows, confidence, and rows that are right. */
export interface CalibrationBins {
  readonly count: Float64Array;
  readonly confidence: Float64Array;
  readonly right: Float64Array;
}

/** Sorts rows into bins of equal width by the probability of their most likely class (the first of equals). */
export function topLabelBins({ truth, table }: ScoredLabels, bins: number): CalibrationBins {
  const sums = { count: new Float64Array(bins), confidence: new Float64Array(bins), right: new Float64Array(bins) };
  const { values, columns } = table;
  for (let row = 0; row < truth.length; row++) {
    let top = 0;
    let confidence = values[row * columns] as number;
    for (let c = 1; c < columns; c++) {
      const value = values[row * columns + c] as number;
      if (value > confidence) [top, confidence] = [c, value];
    }
    if (columns === 1) [top, confidence] = confidence > 0.5 ? [1, confidence] : [0, 1 - confidence];
    addToBin(sums, binOf(confidence, bins), confidence, truth[row] === top);
  }
  return sums;
}

/** Adds one row to its bin. */
export function addToBin({ count, confidence, right }: CalibrationBins, bin: number, value: number, isRight: boolean): void {
  count[bin] = (count[bin] as number) + 1;
  confidence[bin] = (confidence[bin] as number) + value;
  if (isRight) right[bin] = (right[bin] as number) + 1;
}

/** Index of the bin ((i / bins), (i + 1) / bins] that holds a value of [0, 1]; 0 belongs to the first. */
export function binOf(value: number, bins: number): number {
  // Edges are i * (1 / bins), as numpy.linspace has them, so that ties on an edge fall the same way.
  const step = 1 / bins;
  let bin = Math.min(bins - 1, Math.floor(value * bins));
  while (bin > 0 && value <= bin * step) bin--;
  while (bin < bins - 1 && value > (bin + 1) * step) bin++;
  return bin;
}

import type { WeightedEvaluator } from './weighted-form';

/** Median of one value per row: sorted once, then the weights are added up to the middle. */
export function weightedMedian(values: Float64Array): WeightedEvaluator {
  const order = Uint32Array.from(values.keys()).sort((a, b) => (values[a] as number) - (values[b] as number));
  const sorted = Float64Array.from(order, (row) => values[row] as number);
  const valueOf = (weights: Uint32Array): number => {
    let count = 0;
    for (let row = 0; row < weights.length; row++) count += weights[row] as number;
    const middle = count >> 1;
    let before = 0;
    let below = 0; // place of the last counted value before the one looked at
    for (let i = 0; i < order.length; i++) {
      const weight = weights[order[i] as number] as number;
      if (before + weight > middle)
        return count % 2 === 1 || before < middle
          ? (sorted[i] as number)
          : ((sorted[below] as number) + (sorted[i] as number)) / 2;
      if (weight > 0) below = i;
      before += weight;
    }
    return NaN;
  };
  return Object.assign(valueOf, { leaveOneOut: () => leaveOneOutMedians(sorted, order) });
}

/** Median of all values but one, for each: those above it move down by a place. */
function leaveOneOutMedians(sorted: Float64Array, order: Uint32Array): Float64Array {
  const medians = new Float64Array(sorted.length);
  const count = sorted.length - 1;
  const middle = count >> 1;
  order.forEach((row, place) => {
    const valueAt = (index: number): number => sorted[index < place ? index : index + 1] as number;
    medians[row] = count % 2 === 1 ? valueAt(middle) : (valueAt(middle - 1) + valueAt(middle)) / 2;
  });
  return medians;
}

import { median } from '../statistics/median';
import type { RowEvaluator } from './weighted-form';

/**
 * Evaluates the median of one value per row, none of them negative: the mean of the two values in the middle if exactly
 * half of the weight lies below (NumPy's `averaged_inverted_cdf`). With weights, the values are sorted once.
 */
export function evaluateMedian(values: Float64Array): RowEvaluator {
  let ordered: { order: Uint32Array; sorted: Float64Array } | undefined;
  const sort = (): { order: Uint32Array; sorted: Float64Array } => {
    const order = Uint32Array.from(values.keys()).sort((a, b) => (values[a] as number) - (values[b] as number));
    return { order, sorted: Float64Array.from(order, (row) => values[row] as number) };
  };
  const evaluate = (weights?: Float64Array): number => {
    if (weights === undefined) return median(values); // several times faster than sorting
    ordered ??= sort();
    return middleOf(ordered.sorted, ordered.order, weights);
  };
  return Object.assign(evaluate, {
    leaveOneOut: () => {
      ordered ??= sort();
      return leaveOneOutMedians(ordered.sorted, ordered.order);
    },
  });
}

function middleOf(sorted: Float64Array, order: Uint32Array, weights: Float64Array): number {
  let total = 0;
  // In the order of the second pass, so that both round alike.
  for (let i = 0; i < order.length; i++) total += weights[order[i] as number] as number;
  const half = total / 2;
  let before = 0;
  let below = 0; // index of the last value of positive weight before this one
  for (let i = 0; i < order.length; i++) {
    const weight = weights[order[i] as number] as number;
    if (before + weight > half)
      return before < half ? (sorted[i] as number) : ((sorted[below] as number) + (sorted[i] as number)) / 2;
    if (weight > 0) below = i;
    before += weight;
  }
  return NaN;
}

/** Median of all values but one, for each: those above it move down by one. */
function leaveOneOutMedians(sorted: Float64Array, order: Uint32Array): Float64Array {
  const medians = new Float64Array(sorted.length);
  const count = sorted.length - 1;
  const middle = count >> 1;
  order.forEach((row, position) => {
    const valueAt = (index: number): number => sorted[index < position ? index : index + 1] as number;
    medians[row] = count % 2 === 1 ? valueAt(middle) : (valueAt(middle - 1) + valueAt(middle)) / 2;
  });
  return medians;
}

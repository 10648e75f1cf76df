import { BLOCK } from './error-statistics';
import { readNumberPair } from '../input/read-numbers';
import type { WeightedEvaluator } from './weighted-form';

/** Mean of one value per row, in blocks as that of unweighted rows; `finish` is what a metric makes of the mean. */
export function weightedMean(
  values: Float64Array,
  finish: (mean: number) => number = (mean) => mean,
): WeightedEvaluator {
  const valueOf = (weights: Uint32Array): number => {
    let total = 0;
    let count = 0;
    for (let start = 0; start < values.length; start += BLOCK) {
      const end = Math.min(start + BLOCK, values.length);
      let part = 0;
      for (let row = start; row < end; row++) {
        const weight = weights[row] as number;
        part += (values[row] as number) * weight;
        count += weight;
      }
      total += part;
    }
    return finish(total / count);
  };
  return Object.assign(valueOf, {
    leaveOneOut: () => leaveOneOutSums(values).map((sum) => finish(sum / (values.length - 1))),
  });
}

/** Mean of what `valueOf` makes of the error of each row. */
export function weightedErrors(
  where: string,
  truth: ArrayLike<number>,
  predicted: ArrayLike<number>,
  valueOf: (error: number) => number,
  finish?: (mean: number) => number,
): WeightedEvaluator {
  const [numbers, guesses] = readNumberPair(where, truth, predicted);
  return weightedMean(
    numbers.map((value, row) => valueOf((guesses[row] as number) - value)),
    finish,
  );
}

/** Sum of all values but one, for each: of those before and those after it, so that nothing is subtracted. */
function leaveOneOutSums(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length);
  let before = 0;
  values.forEach((value, row) => {
    sums[row] = before;
    before += value;
  });
  let after = 0;
  for (let row = values.length - 1; row >= 0; row--) {
    sums[row] = (sums[row] as number) + after;
    after += values[row] as number;
  }
  return sums;
}

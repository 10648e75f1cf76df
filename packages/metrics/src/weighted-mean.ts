import { BLOCK } from './error-statistics';
import type { WeightedValue } from './weighted-form';

/** Mean of one value per row, in blocks as that of unweighted rows. */
export function weightedMean(values: Float64Array): WeightedValue {
  return (weights) => {
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
    return total / count;
  };
}

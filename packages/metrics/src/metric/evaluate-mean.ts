import type { RowEvaluator } from './weighted-form';

/** Rows summed before they join the total: keeps rounding errors near 1e-15 for millions of rows. */
export const BLOCK = 1024;

/**
 * Evaluates the weighted mean of one value per row.
 *
 * @param values - One value per row.
 * @param finish - Turns the mean into the metric. Default: the mean itself.
 * @returns The evaluator, with a fast jackknife.
 */
export function evaluateMean(values: Float64Array, finish: (mean: number) => number = (mean) => mean): RowEvaluator {
  const rows = values.length;
  const evaluate = (weights?: Float64Array): number => {
    let total = 0;
    let totalWeight = 0;
    for (let start = 0; start < rows; start += BLOCK) {
      const end = Math.min(start + BLOCK, rows);
      let part = 0;
      for (let row = start; row < end; row++) {
        const weight = weights === undefined ? 1 : (weights[row] as number);
        part += (values[row] as number) * weight;
        totalWeight += weight;
      }
      total += part;
    }
    return finish(total / totalWeight);
  };
  return Object.assign(evaluate, { leaveOneOut: () => leaveOneOutMeans(values).map(finish) });
}

/** Computes one value per row. */
export function rowValues(rows: number, valueOf: (row: number) => number): Float64Array {
  const values = new Float64Array(rows);
  for (let row = 0; row < rows; row++) values[row] = valueOf(row);
  return values;
}

/** Mean of all values but one, for each: from the sums before and after it, so that nothing is subtracted. */
export function leaveOneOutMeans(values: Float64Array): Float64Array {
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
  return sums.map((sum) => sum / (values.length - 1));
}

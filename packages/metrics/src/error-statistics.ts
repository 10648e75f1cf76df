/** Sums over the errors (predicted - truth) of all rows: what every metric of numbers but R2 is computed from. */
export interface ErrorStatistics {
  readonly rows: number;
  readonly sum: number;
  readonly sumOfAbsolute: number;
  readonly sumOfSquares: number;
}

/** Rows summed before they join the total: keeps rounding errors near 1e-15 for millions of rows. */
export const BLOCK = 1024;

/** One pass over both columns, in blocks. */
export function errorStatistics(truth: Float64Array, predicted: Float64Array): ErrorStatistics {
  const total = { rows: truth.length, sum: 0, sumOfAbsolute: 0, sumOfSquares: 0 };
  for (let start = 0; start < truth.length; start += BLOCK) {
    const end = Math.min(start + BLOCK, truth.length);
    let sum = 0;
    let absolute = 0;
    let squares = 0;
    for (let row = start; row < end; row++) {
      const error = (predicted[row] as number) - (truth[row] as number);
      sum += error;
      absolute += Math.abs(error);
      squares += error * error;
    }
    total.sum += sum;
    total.sumOfAbsolute += absolute;
    total.sumOfSquares += squares;
  }
  return total;
}

/** Sum of squared distances from the mean, in two passes of blocks. */
export function sumOfSquaresAroundMean(values: Float64Array): number {
  const mean = blockSum(values, (value) => value) / values.length;
  return blockSum(values, (value) => (value - mean) ** 2);
}

function blockSum(values: Float64Array, term: (value: number) => number): number {
  let total = 0;
  for (let start = 0; start < values.length; start += BLOCK) {
    const end = Math.min(start + BLOCK, values.length);
    let sum = 0;
    for (let i = start; i < end; i++) sum += term(values[i] as number);
    total += sum;
  }
  return total;
}

import type { NumberPair } from './input/read-numbers';
import { asNumberPair, checkFinite } from './input/read-numbers';

/** Sums over the errors (predicted - truth) of all rows: what metrics of numbers are computed from. */
export interface ErrorStatistics {
  readonly pair: NumberPair;
  readonly rows: number;
  readonly sum: number;
  readonly sumOfAbsolute: number;
  readonly sumOfSquares: number;
}

/** Rows summed before they join the total: keeps rounding errors near 1e-15 for millions of rows. */
export const BLOCK = 1024;

/**
 * Reads both columns and sums up their errors, in one pass. A value that is not finite makes a sum that is not, so
 * values are looked at one by one only then (finite errors may overflow too, and are let through).
 */
export function errorStatistics(where: string, truth: ArrayLike<number>, predicted: ArrayLike<number>): ErrorStatistics {
  const pair = asNumberPair(where, truth, predicted);
  const sums = sumErrors(...pair);
  if (!Number.isFinite(sums.sumOfAbsolute)) checkFinite(where, pair);
  return { pair, rows: truth.length, ...sums };
}

function sumErrors(truth: Float64Array, predicted: Float64Array): Pick<ErrorStatistics, 'sum' | 'sumOfAbsolute' | 'sumOfSquares'> {
  const total = { sum: 0, sumOfAbsolute: 0, sumOfSquares: 0 };
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
  const mean = sumOfSquaresAround(values, 0).sum / values.length;
  return sumOfSquaresAround(values, mean).squares;
}

function sumOfSquaresAround(values: Float64Array, center: number): { sum: number; squares: number } {
  const total = { sum: 0, squares: 0 };
  for (let start = 0; start < values.length; start += BLOCK) {
    const end = Math.min(start + BLOCK, values.length);
    let sum = 0;
    let squares = 0;
    for (let i = start; i < end; i++) {
      const distance = (values[i] as number) - center;
      sum += distance;
      squares += distance * distance;
    }
    total.sum += sum;
    total.squares += squares;
  }
  return total;
}

import type { NumberPair } from '../input/read-numbers';
import { asNumberPair, checkFinite } from '../input/read-numbers';

/** Sums over the errors (predicted - truth) of all rows: what metrics of numbers are computed from. */
export interface ErrorStatistics {
  readonly pair: NumberPair;
  readonly rows: number;
  readonly sum: number;
  readonly sumOfAbsolute: number;
  readonly sumOfSquares: number;
  readonly sumOfTruth: number;
}

/** Rows summed before they join the total: keeps rounding errors near 1e-15 for millions of rows. */
export const BLOCK = 1024;

/**
 * Reads both columns and sums up their errors, in one pass. A value that is not finite makes a sum that is not, so
 * values are looked at one by one only then (finite errors may overflow too, and are let through).
 */
export function errorStatistics(
  where: string,
  truth: ArrayLike<number>,
  predicted: ArrayLike<number>,
): ErrorStatistics {
  const pair = asNumberPair(where, truth, predicted);
  const sums = sumErrors(...pair);
  if (!Number.isFinite(sums.sumOfAbsolute)) checkFinite(where, pair);
  return { pair, rows: truth.length, ...sums };
}

function sumErrors(truth: Float64Array, predicted: Float64Array): Omit<ErrorStatistics, 'pair' | 'rows'> {
  const total = { sum: 0, sumOfAbsolute: 0, sumOfSquares: 0, sumOfTruth: 0 };
  for (let start = 0; start < truth.length; start += BLOCK) {
    const end = Math.min(start + BLOCK, truth.length);
    let sum = 0;
    let absolute = 0;
    let squares = 0;
    let truths = 0;
    for (let row = start; row < end; row++) {
      const value = truth[row] as number;
      const error = (predicted[row] as number) - value;
      truths += value;
      sum += error;
      absolute += Math.abs(error);
      squares += error * error;
    }
    total.sum += sum;
    total.sumOfAbsolute += absolute;
    total.sumOfSquares += squares;
    total.sumOfTruth += truths;
  }
  return total;
}

/** Sum of squared distances from a center, in blocks. */
export function sumOfSquaresAround(values: Float64Array, center: number): number {
  let total = 0;
  for (let start = 0; start < values.length; start += BLOCK) {
    const end = Math.min(start + BLOCK, values.length);
    let squares = 0;
    for (let i = start; i < end; i++) {
      const distance = (values[i] as number) - center;
      squares += distance * distance;
    }
    total += squares;
  }
  return total;
}

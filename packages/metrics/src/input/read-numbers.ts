import { checkLength } from './check-length';
import { refuse } from './refuse';

/** The numbers as a Float64Array (without a copy where they are one); refuses NaN, Infinity and what is no number. */
export function readNumbers(where: string, argument: string, values: ArrayLike<number>): Float64Array {
  const numbers = values instanceof Float64Array ? values : new Float64Array(values);
  for (let row = 0; row < numbers.length; row++) {
    const value = numbers[row] as number;
    // x - x is 0 for every finite number and NaN for all else: one comparison in the hot loop.
    if (value - value !== 0) throw notFinite(where, argument, row, values[row]);
  }
  return numbers;
}

/** The door of every metric that compares numbers: same length, at least one row, all finite. */
export function readNumberPair(where: string, truth: ArrayLike<number>, predicted: ArrayLike<number>): [truth: Float64Array, predicted: Float64Array] {
  checkLength(where, { truth, predicted });
  return [readNumbers(where, 'truth', truth), readNumbers(where, 'predicted', predicted)];
}

function notFinite(where: string, argument: string, row: number, value: unknown): RangeError {
  const mend = 'A NaN in predictions usually means that training diverged; leave out rows without a value.';
  return refuse(where, `"${argument}" must hold finite numbers`, `${String(value)} in row ${row}`, mend);
}

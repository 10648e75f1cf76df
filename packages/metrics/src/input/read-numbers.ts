import { checkLength } from './check-length';
import { invalidArgument } from '@polyhead/core';
import { assertNoNull } from './assert-no-null';

/** True and predicted numbers, one per row. */
export type NumberPair = readonly [truth: Float64Array, predicted: Float64Array];

/** The first half of the door of metrics of numbers: same length, at least one row; values are not looked at yet. */
export function asNumberPair(where: string, truth: ArrayLike<number>, predicted: ArrayLike<number>): NumberPair {
  checkLength(where, { truth, predicted });
  return [asDoubles(where, 'truth', truth), asDoubles(where, 'predicted', predicted)];
}

/** The second half: rejects NaN, Infinity and what is no number. */
export function checkFinite(where: string, [truth, predicted]: NumberPair): void {
  checkColumn(where, 'truth', truth);
  checkColumn(where, 'predicted', predicted);
}

/** Both halves. */
export function readNumberPair(where: string, truth: ArrayLike<number>, predicted: ArrayLike<number>): NumberPair {
  const pair = asNumberPair(where, truth, predicted);
  checkFinite(where, pair);
  return pair;
}

/** One column of finite numbers, at least one. */
export function readNumbers(where: string, argument: string, values: ArrayLike<number>): Float64Array {
  checkLength(where, { [argument]: values });
  const numbers = asDoubles(where, argument, values);
  checkColumn(where, argument, numbers);
  return numbers;
}

function asDoubles(where: string, argument: string, values: ArrayLike<number>): Float64Array {
  if (values instanceof Float64Array) return values;
  assertNoNull(where, argument, values);
  return new Float64Array(values);
}

function checkColumn(where: string, argument: string, values: Float64Array): void {
  for (let row = 0; row < values.length; row++) {
    const value = values[row] as number;
    // x - x is 0 for every finite number and NaN for all else: one comparison in the hot loop.
    if (value - value === 0) continue;
    const fix = 'A NaN in predictions usually means that training diverged; leave out rows without a value.';
    throw invalidArgument(where, `"${argument}" must hold finite numbers`, `${value} in row ${row}`, fix);
  }
}

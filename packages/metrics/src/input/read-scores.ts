import type { Scores } from './columns';
import { checkLength } from './check-length';
import { invalidArgument } from '@polyhead/core';
import { assertNoNull } from './assert-no-null';

/** Scores as one flat array of shape [rows, columns], row-major. */
export interface ScoreTable {
  readonly values: Float32Array | Float64Array;
  readonly rows: number;
  /** 1 when only the positive class has a score. */
  readonly columns: number;
}

/** How far the probabilities of a row may be from adding up to 1: room for half-precision networks. */
const TOLERANCE = 0.01;

/** Reads flat or nested scores for a known number of rows; rejects NaN, Infinity and a length that does not fit. */
export function readScores(where: string, argument: string, scores: Scores, rows: number): ScoreTable {
  checkLength(where, { [argument]: scores });
  const values = isNested(scores) ? flatten(where, argument, scores) : asFloats(scores);
  const columns = values.length / rows;
  if (!Number.isInteger(columns) || (isNested(scores) && scores.length !== rows)) {
    const got = isNested(scores) ? `${scores.length} rows` : `length ${values.length}`;
    throw invalidArgument(
      where,
      `"${argument}" must hold one score, or one per class, for each of the ${rows} rows`,
      got,
      'Pass rows * classes numbers.',
    );
  }
  if (!isNested(scores)) assertNoNull(where, argument, scores, (index) => Math.floor(index / columns));
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value - value !== 0) {
      const got = `${value} in row ${Math.floor(i / columns)}`;
      throw invalidArgument(
        where,
        `"${argument}" must hold finite numbers`,
        got,
        'A NaN usually means that training diverged.',
      );
    }
  }
  return { values, rows, columns };
}

/** Rejects values outside [0, 1] and, with a column per class, rows that do not add up to 1. */
export function checkProbabilities(where: string, argument: string, { values, rows, columns }: ScoreTable): void {
  for (let row = 0; row < rows; row++) {
    let total = 0;
    for (let i = row * columns; i < (row + 1) * columns; i++) {
      const value = values[i] as number;
      if (value < 0 || value > 1)
        throw invalidArgument(
          where,
          `"${argument}" must lie in [0, 1]`,
          `${value} in row ${row}`,
          'Apply softmax or sigmoid to logits first.',
        );
      total += value;
    }
    if (columns > 1 && Math.abs(total - 1) > TOLERANCE) {
      throw invalidArgument(
        where,
        `"${argument}" must add up to 1 in each row`,
        `${total} in row ${row}`,
        'Apply softmax to logits first.',
      );
    }
  }
}

/** True if each row is a separate list. */
export function isNested(scores: Scores): scores is ArrayLike<ArrayLike<number>> {
  return typeof scores[0] === 'object' && scores[0] !== null;
}

function asFloats(scores: ArrayLike<number>): Float32Array | Float64Array {
  return scores instanceof Float32Array || scores instanceof Float64Array ? scores : new Float64Array(scores);
}

function flatten(where: string, argument: string, scores: ArrayLike<ArrayLike<number>>): Float64Array {
  const columns = (scores[0] as ArrayLike<number>).length;
  const values = new Float64Array(scores.length * columns);
  for (let row = 0; row < scores.length; row++) {
    const from = scores[row] as ArrayLike<number> | undefined | null;
    if (from?.length !== columns) {
      throw invalidArgument(
        where,
        `"${argument}" must have the same number of classes in each row (${columns})`,
        `${from?.length ?? 'none'} in row ${row}`,
        'Pad or correct the row.',
      );
    }
    assertNoNull(where, argument, from, () => row);
    values.set(from, row * columns);
  }
  return values;
}

import { assertArray, invalidArgument } from '@polyhead/core';

/** A true and a predicted number. */
export interface ValuePair {
  readonly truth: number;
  readonly predicted: number;
}

/** Rows where both numbers are finite. Throws if lengths differ, or no row is left. */
export function pairValues(where: string, truth: ArrayLike<number>, predicted: ArrayLike<number>): ValuePair[] {
  for (const [name, values] of Object.entries({ truth, predicted }))
    assertArray(`${where}: "${name}"`, values, { what: 'a list of numbers', example: '[25, 31, 67]' });
  if (truth.length !== predicted.length)
    throw invalidArgument(where, 'expected as many predictions as truths', `${predicted.length} for ${truth.length}`);
  const pairs: ValuePair[] = [];
  for (let row = 0; row < truth.length; row++) {
    const pair = { truth: Number(truth[row]), predicted: Number(predicted[row]) };
    if (Number.isFinite(pair.truth) && Number.isFinite(pair.predicted)) pairs.push(pair);
  }
  if (pairs.length === 0)
    throw invalidArgument(where, 'expected at least one row of finite numbers', `${truth.length} rows without any`);
  return pairs;
}

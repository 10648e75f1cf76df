import { expectList } from '@polyhead/tasks';

/** A true and a predicted number. */
export interface ValuePair {
  readonly truth: number;
  readonly predicted: number;
}

/** Rows where both numbers are finite. Throws where lengths differ, or no row is left. */
export function pairValues(where: string, truth: ArrayLike<number>, predicted: ArrayLike<number>): ValuePair[] {
  for (const [name, values] of Object.entries({ truth, predicted }))
    expectList(`${where}: "${name}"`, values, { what: 'a list of numbers', example: '[25, 31, 67]' });
  if (truth.length !== predicted.length)
    throw new Error(`${where}: expected as many predictions as truths, got ${predicted.length} for ${truth.length}.`);
  const pairs: ValuePair[] = [];
  for (let row = 0; row < truth.length; row++) {
    const pair = { truth: Number(truth[row]), predicted: Number(predicted[row]) };
    if (Number.isFinite(pair.truth) && Number.isFinite(pair.predicted)) pairs.push(pair);
  }
  if (pairs.length === 0)
    throw new Error(`${where}: expected at least one row of finite numbers, got ${truth.length} rows without any.`);
  return pairs;
}

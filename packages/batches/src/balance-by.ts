import { describeValue, expectList, expectObject } from '@polyhead/tasks';
import { checkRange } from './checks';

/** Options of {@link balanceBy}. */
export interface BalanceByOptions {
  /** 0 leaves the frequencies as they are, 1 makes all groups equally frequent, 0.5 lies between. Default 1. */
  readonly strength?: number;
}

const optionNames = { strength: true } satisfies Record<keyof BalanceByOptions, true>;

/**
 * Weights that make records of rare groups come more often: 1 / (size of the record's group) ^ `strength`, for the
 * option `weights` of `imageBatches`.
 *
 * @example
 * ```ts
 * import { balanceBy } from '@polyhead/batches';
 * const records = [{ age: 25 }, { age: 26 }, { age: 90 }];
 * const weights = balanceBy(records, ({ age }) => Math.floor(age / 10), { strength: 0.5 });
 * ```
 */
export function balanceBy<Row>(
  records: readonly Row[],
  groupOf: (record: Row) => string | number,
  options: BalanceByOptions = {},
): (record: Row) => number {
  expectList('balanceBy', records, { what: 'a list of records', example: 'the "train" part of splitRecords' });
  if (typeof groupOf !== 'function')
    throw new Error(
      `balanceBy: expected a function that tells a record's group, got ${describeValue(groupOf)}. Pass e.g. ({ race }) => race.`,
    );
  expectObject('balanceBy', options, { names: optionNames, example: '{ strength: 0.5 }' });
  const strength = checkRange('balanceBy', 'strength', options.strength ?? 1, 0, 1);
  const sizes = new Map<string | number, number>();
  for (const record of records) sizes.set(groupOf(record), (sizes.get(groupOf(record)) ?? 0) + 1);
  return (record) => (sizes.get(groupOf(record)) ?? 1) ** -strength;
}

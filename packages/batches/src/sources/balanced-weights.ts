import { formatValue, assertArray, assertObject, invalidArgument, assertNumber } from '@polyhead/core';

/** Options of {@link balancedWeights}. */
export interface BalancedWeightsOptions {
  /** 0 leaves the frequencies as they are, 1 makes all groups equally frequent, 0.5 lies between. Default 1. */
  readonly strength?: number;
}

const optionNames = { strength: true } satisfies Record<keyof BalancedWeightsOptions, true>;

/**
 * Weights that make records of rare groups come more often: 1 / (size of the record's group) ^ `strength`, for the
 * option `weights` of `imageBatches`.
 *
 * @example
 * ```ts
 * import { balancedWeights } from '@polyhead/batches';
 * const records = [{ age: 25 }, { age: 26 }, { age: 90 }];
 * const weights = balancedWeights(records, ({ age }) => Math.floor(age / 10), { strength: 0.5 });
 * ```
 */
export function balancedWeights<Row>(
  records: readonly Row[],
  groupOf: (record: Row) => string | number,
  options: BalancedWeightsOptions = {},
): (record: Row) => number {
  assertArray('balancedWeights', records, { what: 'a list of records', example: 'the "train" part of splitRecords' });
  if (typeof groupOf !== 'function')
    throw invalidArgument(
      'balancedWeights',
      "expected a function that tells a record's group",
      formatValue(groupOf),
      'Pass e.g. ({ race }) => race.',
    );
  assertObject('balancedWeights', options, { optionKeys: optionNames, example: '{ strength: 0.5 }' });
  const strength = assertNumber('balancedWeights', 'strength', options.strength ?? 1, { min: 0, max: 1 });
  const sizes = new Map<string | number, number>();
  for (const record of records) sizes.set(groupOf(record), (sizes.get(groupOf(record)) ?? 0) + 1);
  return (record) => (sizes.get(groupOf(record)) ?? 1) ** -strength;
}

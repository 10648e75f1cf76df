import { formatValue, assertArray, assertObject, invalidArgument, assertNumber } from '@polyhead/core';

/** Options of {@link balancedWeights}. */
export interface BalancedWeightsOptions {
  /** 0 leaves the frequencies as they are, 1 makes all groups equally frequent, 0.5 lies between. Default 1. */
  readonly strength?: number;
}

const optionNames = { strength: true } satisfies Record<keyof BalancedWeightsOptions, true>;

/**
 * Computes sampling weights against class imbalance, for the option `weights` of `imageBatches`: 1 / (size of the
 * record's group) ^ `strength`, so that records of rare groups occur more often.
 *
 * @param records - Records of the training set.
 * @param groupOf - Returns the group of a record.
 * @param options - See {@link BalancedWeightsOptions}.
 * @returns A function that returns the weight of a record.
 * @throws {PolyheadError} `INVALID_ARGUMENT` if an argument has the wrong type, or `strength` is not from 0 to 1.
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
  assertArray('balancedWeights', records, { what: 'a list of records', example: 'the "train" set of splitRecords' });
  if (typeof groupOf !== 'function')
    throw invalidArgument(
      'balancedWeights',
      "expected a function that returns a record's group",
      formatValue(groupOf),
      'Pass e.g. ({ race }) => race.',
    );
  assertObject('balancedWeights', options, { optionKeys: optionNames, example: '{ strength: 0.5 }' });
  const strength = assertNumber('balancedWeights', 'strength', options.strength ?? 1, { min: 0, max: 1 });
  const sizes = new Map<string | number, number>();
  for (const record of records) sizes.set(groupOf(record), (sizes.get(groupOf(record)) ?? 0) + 1);
  return (record) => (sizes.get(groupOf(record)) ?? 1) ** -strength;
}

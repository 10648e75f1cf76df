import { formatValue, invalidArgument } from '@polyhead/core';
import { checkColumn } from './check-length';

/**
 * Option of every metric that weights the rows.
 *
 * @example
 * ```ts
 * import type { SampleWeightOptions } from '@polyhead/metrics';
 * const options: SampleWeightOptions = { sampleWeight: [1, 1, 0.5, 2] };
 * ```
 */
export interface SampleWeightOptions {
  /**
   * Weight of each row, a finite number of at least 0 (scikit-learn's `sample_weight`). A whole number has the effect
   * of that many equal rows, and 0 that of leaving the row out; only ratios of weights matter. Default: 1 for each row.
   */
  sampleWeight?: ArrayLike<number>;
}

/** All names that these options may have. */
export const sampleWeightNames = { sampleWeight: true } satisfies Record<keyof SampleWeightOptions, true>;

/** Validates the weights of `rows` rows; returns undefined if there are none, which means 1 for each row. */
export function readSampleWeight(
  where: string,
  sampleWeight: ArrayLike<number> | undefined,
  rows: number,
): Float64Array | undefined {
  if (sampleWeight === undefined) return undefined;
  const length = checkColumn(where, 'sampleWeight', sampleWeight);
  if (length !== rows)
    throw invalidArgument(
      where,
      `"sampleWeight" must have as many values as there are rows (${rows})`,
      length,
      'Pass one weight per row.',
    );
  const weights = new Float64Array(rows);
  let highest = 0;
  for (let row = 0; row < rows; row++) {
    const weight: unknown = sampleWeight[row];
    if (typeof weight !== 'number' || !(weight >= 0 && weight < Infinity))
      throw invalidArgument(
        where,
        '"sampleWeight" must hold finite numbers of at least 0',
        `${formatValue(weight)} in row ${row}`,
        'Pass 0 to leave a row out.',
      );
    weights[row] = weight;
    if (weight > highest) highest = weight;
  }
  if (highest > 0) return weights;
  throw invalidArgument(where, '"sampleWeight" must hold a number above 0', 'only 0', 'Pass 1 for an ordinary row.');
}

import { readNumberPair } from '../input/read-numbers';
import { readOptions } from '../input/read-options';
import { formatValue, invalidArgument } from '@polyhead/core';

/** Options of `cumulativeScoreCurve`. */
export interface CumulativeScoreCurveOptions {
  /** Limits of |error|, in the unit of the data. Default: 0, 1, ... 20. */
  limits?: readonly number[];
}

const optionNames = { limits: true } satisfies Record<keyof CumulativeScoreCurveOptions, true>;

/** One point of a cumulative score curve. */
export interface CumulativeScorePoint {
  /** Largest |error| that counts as right. */
  readonly within: number;
  /** Share of rows whose |error| is at most that. */
  readonly share: number;
}

/**
 * Share of rows within each of many limits of |error|: the cumulative score curve of age estimation (Geng et al. 2007).
 *
 * @param truth - True numbers, one per row.
 * @param predicted - Predicted numbers, one per row.
 * @param options - Limits.
 * @returns One point per limit, in the given order.
 * @throws RangeError on no rows, different lengths, NaN, an unknown option, or a negative limit.
 *
 * @example
 * ```ts
 * import { cumulativeScoreCurve } from '@polyhead/metrics';
 * cumulativeScoreCurve([30, 40], [32, 50], { limits: [1, 5, 10] }); // shares 0, 0.5, 1
 * ```
 */
export function cumulativeScoreCurve(
  truth: ArrayLike<number>,
  predicted: ArrayLike<number>,
  options: CumulativeScoreCurveOptions = {},
): CumulativeScorePoint[] {
  const { limits = Array.from({ length: 21 }, (_, i) => i) } = readOptions(
    'cumulativeScoreCurve',
    options,
    optionNames,
    '{ limits: [1, 5, 10] }',
  );
  if (!Array.isArray(limits))
    throw invalidArgument(
      'cumulativeScoreCurve',
      '"limits" must be a list of numbers',
      formatValue(limits),
      'Pass e.g. [1, 5, 10].',
    );
  const bad = limits.find((limit) => !(limit >= 0));
  if (bad !== undefined)
    throw invalidArgument(
      'cumulativeScoreCurve',
      '"limits" must be numbers of at least 0',
      formatValue(bad),
      'Leave it out for 0 to 20.',
    );
  const [t, p] = readNumberPair('cumulativeScoreCurve', truth, predicted);
  const errors = t.map((value, row) => Math.abs((p[row] as number) - value)).sort();
  return limits.map((within) => ({ within, share: countUpTo(errors, within) / errors.length }));
}

/** Number of ascending values that are at most `limit`, by bisection. */
function countUpTo(sorted: Float64Array, limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

import type { ErrorBin } from './error-by-bin';
import { errorByBin } from './error-by-bin';
import { readNumberPair } from '../input/read-numbers';
import { invalidArgument } from '@polyhead/core';

/** More than this is no age in years. */
const MOST_DECADES = 1000;

/**
 * Errors of age by decade of the true age: [0, 10), [10, 20), ... up to the oldest.
 *
 * @param truth - True ages in years, one per row.
 * @param predicted - Predicted ages in years, one per row.
 * @returns One entry per decade from the lowest to the highest that occurs, empty ones between included.
 * @throws RangeError on no rows, different lengths, NaN, or values that are no ages in years.
 *
 * @example
 * ```ts
 * import { errorByDecade } from '@polyhead/metrics';
 * errorByDecade([25, 28, 61], [27, 25, 50]).map(({ lower, meanAbsoluteError }) => [lower, meanAbsoluteError]);
 * ```
 */
export function errorByDecade(truth: ArrayLike<number>, predicted: ArrayLike<number>): ErrorBin[] {
  const [t, p] = readNumberPair('errorByDecade', truth, predicted);
  let lowest = Infinity;
  let highest = -Infinity;
  for (const age of t) {
    lowest = Math.min(lowest, Math.floor(age / 10));
    highest = Math.max(highest, Math.floor(age / 10));
  }
  const decades = highest - lowest + 1;
  if (decades > MOST_DECADES)
    throw invalidArgument(
      'errorByDecade',
      `"truth" must span at most ${MOST_DECADES} decades`,
      decades,
      'Pass ages in years, or use errorByBin with edges.',
    );
  return errorByBin(t, p, { edges: Array.from({ length: decades + 1 }, (_, i) => (lowest + i) * 10) });
}

import type { ErrorBin } from './error-by-bin';
import { errorByBin } from './error-by-bin';
import { readNumberPair } from '../input/read-numbers';
import { readOptions } from '../input/read-options';
import { readSampleWeight, type SampleWeightOptions, sampleWeightNames } from '../input/sample-weight';
import { invalidArgument } from '@polyhead/core';

/** More than this is not an age in years. */
const MOST_DECADES = 1000;

/**
 * Errors of age by decade of the true age: [0, 10), [10, 20), ... up to the oldest.
 *
 * @param truth - True ages in years, one per row.
 * @param predicted - Predicted ages in years, one per row.
 * @param options - Weights of the rows.
 * @returns One entry per decade from the lowest to the highest that occurs, empty ones between included.
 * @throws {PolyheadError} INVALID_ARGUMENT if there are no rows, lengths differ, a value is NaN, an option is unknown,
 *   or the values are not ages in years.
 *
 * @example
 * ```ts
 * import { errorByDecade } from '@polyhead/metrics';
 * errorByDecade([25, 28, 61], [27, 25, 50]).map(({ lower, meanAbsoluteError }) => [lower, meanAbsoluteError]);
 * ```
 */
export function errorByDecade(
  truth: ArrayLike<number>,
  predicted: ArrayLike<number>,
  options: SampleWeightOptions = {},
): ErrorBin[] {
  const { sampleWeight } = readOptions('errorByDecade', options, sampleWeightNames, '{ sampleWeight: [1, 0.5] }');
  const [t, p] = readNumberPair('errorByDecade', truth, predicted);
  const weights = readSampleWeight('errorByDecade', sampleWeight, t.length);
  let lowest = Infinity;
  let highest = -Infinity;
  t.forEach((age, row) => {
    if (weights?.[row] === 0) return;
    lowest = Math.min(lowest, Math.floor(age / 10));
    highest = Math.max(highest, Math.floor(age / 10));
  });
  const decades = highest - lowest + 1;
  if (decades > MOST_DECADES)
    throw invalidArgument(
      'errorByDecade',
      `"truth" must span at most ${MOST_DECADES} decades`,
      decades,
      'Pass ages in years, or use errorByBin with edges.',
    );
  const edges = Array.from({ length: decades + 1 }, (_, i) => (lowest + i) * 10);
  return errorByBin(t, p, { edges, ...(weights && { sampleWeight: weights }) });
}

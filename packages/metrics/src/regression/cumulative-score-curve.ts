import { readNumberPair } from '../input/read-numbers';
import { readOptions } from '../input/read-options';
import { readSampleWeight, type SampleWeightOptions, sampleWeightNames } from '../input/sample-weight';
import { evaluateMean } from '../metric/evaluate-mean';
import { formatValue, invalidArgument } from '@polyhead/core';

/** Options of `cumulativeScoreCurve`. */
export interface CumulativeScoreCurveOptions extends SampleWeightOptions {
  /** Limits of |error|, in the unit of the data. Default: 0, 1, ... 20. */
  limits?: readonly number[];
}

const optionNames = { limits: true, ...sampleWeightNames } satisfies Record<keyof CumulativeScoreCurveOptions, true>;

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
 * @param options - Limits, weights of the rows.
 * @returns One point per limit, in the given order.
 * @throws {PolyheadError} INVALID_ARGUMENT if there are no rows, lengths differ, a value is NaN, an option is unknown,
 *   or a limit is negative.
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
  const { limits = Array.from({ length: 21 }, (_, i) => i), sampleWeight } = readOptions(
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
  const errors = t.map((value, row) => Math.abs((p[row] as number) - value));
  const weights = readSampleWeight('cumulativeScoreCurve', sampleWeight, t.length);
  return limits.map((within) => {
    const share = evaluateMean(errors.map((error) => (error <= within ? 1 : 0)));
    return { within, share: share(weights) };
  });
}

import { formatValue, invalidArgument } from '@polyhead/core';
import { readNumberPair } from '../input/read-numbers';
import { readOptions } from '../input/read-options';
import { type SampleWeightOptions, sampleWeightNames } from '../input/sample-weight';
import { defineRowMetric } from '../metric/define-row-metric';
import { evaluateMean } from '../metric/evaluate-mean';

/** Options of `cumulativeScore`. */
export interface CumulativeScoreOptions extends SampleWeightOptions {
  /** Largest |error| that counts as right, in the unit of the data. Default: 5. */
  within?: number;
}

const optionNames = { within: true, ...sampleWeightNames } satisfies Record<keyof CumulativeScoreOptions, true>;

/**
 * Share of rows whose |error| is at most `within`: the CS(k) of age estimation (Geng et al. 2007).
 *
 * Takes true and predicted numbers, one per row, and `CumulativeScoreOptions`; returns a number in [0, 1].
 * Throws a `PolyheadError` with code `INVALID_ARGUMENT` if there are no rows, lengths differ, a value is NaN or
 * infinite, an option is unknown, or `within` is negative.
 *
 * @example
 * ```ts
 * import { cumulativeScore } from '@polyhead/metrics';
 * cumulativeScore([30, 40], [32, 50], { within: 5 }); // 0.5
 * ```
 */
export const cumulativeScore = /* @__PURE__ */ defineRowMetric(
  'cumulativeScore',
  { title: 'cumulative score', higherIsBetter: true, best: 1, range: [0, 1] },
  (truth: ArrayLike<number>, predicted: ArrayLike<number>, options: CumulativeScoreOptions = {}) => {
    const { within = 5 } = readOptions('cumulativeScore', options, optionNames, '{ within: 5 }');
    if (!(within >= 0))
      throw invalidArgument(
        'cumulativeScore',
        '"within" must be a number of at least 0',
        formatValue(within),
        'Pass e.g. { within: 5 }.',
      );
    const [t, p] = readNumberPair('cumulativeScore', truth, predicted);
    const hits = new Float64Array(t.length);
    for (let row = 0; row < hits.length; row++)
      hits[row] = Math.abs((p[row] as number) - (t[row] as number)) <= within ? 1 : 0;
    return evaluateMean(hits);
  },
);

import { defineMetric } from '../metric/define-metric';
import { readNumberPair } from '../input/read-numbers';
import { readOptions } from '../input/read-options';
import { invalidArgument } from '@polyhead/core';
import { weightedErrors } from '../metric/weighted-mean';

/** Options of `cumulativeScore`. */
export interface CumulativeScoreOptions {
  /** Largest |error| that counts as right, in the unit of the data. Default: 5. */
  within?: number;
}

const optionNames = { within: true } satisfies Record<keyof CumulativeScoreOptions, true>;

/**
 * Share of rows whose |error| is at most `within`: the CS(k) of age estimation (Geng et al. 2007).
 *
 * Takes true and predicted numbers, one per row, and `CumulativeScoreOptions`; returns a number in [0, 1].
 * Throws a RangeError on no rows, different lengths, NaN or Infinity in the data, an unknown option, or a negative
 * `within`.
 *
 * @example
 * ```ts
 * import { cumulativeScore } from '@polyhead/metrics';
 * cumulativeScore([30, 40], [32, 50], { within: 5 }); // 0.5
 * ```
 */
export const cumulativeScore = /* @__PURE__ */ defineMetric(
  { title: 'cumulative score', higherIsBetter: true, best: 1, range: [0, 1] },
  (truth: ArrayLike<number>, predicted: ArrayLike<number>, options: CumulativeScoreOptions = {}): number => {
    const within = readWithin(options);
    const [t, p] = readNumberPair('cumulativeScore', truth, predicted);
    let inside = 0;
    for (let row = 0; row < t.length; row++) if (Math.abs((p[row] as number) - (t[row] as number)) <= within) inside++;
    return inside / t.length;
  },
  {
    weighted: (truth, predicted, options = {}) => {
      const within = readWithin(options);
      return weightedErrors('cumulativeScore', truth, predicted, (error) => (Math.abs(error) <= within ? 1 : 0));
    },
  },
);

function readWithin(options: CumulativeScoreOptions): number {
  const { within = 5 } = readOptions('cumulativeScore', options, optionNames, '{ within: 5 }');
  if (within >= 0) return within;
  throw invalidArgument(
    'cumulativeScore',
    '"within" must be a number of at least 0',
    within,
    'Pass e.g. { within: 5 }.',
  );
}

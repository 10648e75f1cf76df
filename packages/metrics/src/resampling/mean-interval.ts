import { bootstrapInterval, type BootstrapInterval, type BootstrapOptions } from './bootstrap';
import { readNumbers } from '../input/read-numbers';
import { readOptions } from '../input/read-options';
import { formatValue, invalidArgument } from '@polyhead/core';
import { normalQuantile } from '../statistics/normal';

/** Options of `meanInterval`; `resamples` and `seed` are used only where it resamples. */
export type MeanIntervalOptions = Omit<BootstrapOptions, 'method'>;

const optionNames = { resamples: true, seed: true, confidence: true } satisfies Record<keyof MeanIntervalOptions, true>;

/** From this many rows on the expansion is closer to the distribution of all resamples than 2000 of them are. */
const enoughRows = 200;
/** Largest skewness of the mean of a resample for which the expansion is good enough. */
const mostSkewness = 0.5;

/**
 * Computes the percentile bootstrap interval of a mean without drawing resamples: much faster than `bootstrap` for many
 * rows or many intervals. For values that are all 0 or 1, such as hits, the interval is that of the binomial
 * distribution, which infinitely many resamples have. For other values it is a Cornish-Fisher expansion (1938) with the
 * skewness of the values; fewer than 200 rows and very skewed values are resampled by `bootstrap`.
 *
 * @param values - One number per row, e.g. 1 for each right and 0 for each wrong answer, or absolute errors.
 * @param options - Confidence (default 0.95), and number of resamples and seed where it resamples.
 * @returns Mean, ends of the interval and standard error as `bootstrap` returns them; `resamples` is 0 if none was
 *   drawn.
 * @throws {PolyheadError} INVALID_ARGUMENT if there are no rows, a value is not finite, or an option is unknown or
 *   out of range.
 *
 * @example
 * ```ts
 * import { meanInterval } from '@polyhead/metrics';
 * const { value, low, high } = meanInterval([1, 0, 1, 1, 1, 0, 1, 1]); // 0.75, 0.5 to 1
 * ```
 */
export function meanInterval(values: ArrayLike<number>, options: MeanIntervalOptions = {}): BootstrapInterval {
  const { confidence = 0.95 } = readOptions('meanInterval', options, optionNames, '{ confidence: 0.99 }');
  if (!(confidence > 0 && confidence < 1))
    throw invalidArgument(
      'meanInterval',
      '"confidence" must lie between 0 and 1',
      formatValue(confidence),
      'Leave it out for 0.95.',
    );
  const numbers = readNumbers('meanInterval', 'values', values);
  const rows = numbers.length;
  const tail = (1 - confidence) / 2;
  if (rows > 1 && numbers.every((value) => value === 0 || value === 1)) {
    const value = meanOf(numbers);
    const [low, high] = binomialQuantiles(rows, value, [tail, 1 - tail]) as [number, number];
    return { value, low, high, standardError: Math.sqrt((value * (1 - value)) / rows), confidence, resamples: 0 };
  }
  const { mean, deviation, skewness } = moments(numbers);
  const skew = skewness / Math.sqrt(rows);
  if (rows < enoughRows || Math.abs(skew) > mostSkewness) return bootstrapInterval(meanOf, [numbers], options);
  const standardError = deviation / Math.sqrt(rows);
  const end = (z: number): number => mean + standardError * (z + (skew / 6) * (z ** 2 - 1));
  const z = normalQuantile(1 - tail);
  return { value: mean, low: end(-z), high: end(z), standardError, confidence, resamples: 0 };
}

function meanOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** Mean, standard deviation with the divisor n, and skewness; a skewness of 0 if all values are equal. */
function moments(values: Float64Array): { mean: number; deviation: number; skewness: number } {
  const mean = meanOf(values);
  let [squares, cubes] = [0, 0];
  for (const value of values) {
    squares += (value - mean) ** 2;
    cubes += (value - mean) ** 3;
  }
  const deviation = Math.sqrt(squares / values.length);
  return { mean, deviation, skewness: deviation === 0 ? 0 : cubes / values.length / deviation ** 3 };
}

/** Quantiles of the share of successes in `rows` draws, each a success with probability `share`; ascending tails. */
function binomialQuantiles(rows: number, share: number, tails: readonly number[]): number[] {
  if (share === 0 || share === 1) return tails.map(() => share);
  // Probabilities relative to that of the mode: from there, each follows from its neighbor.
  const mode = Math.floor((rows + 1) * share);
  const odds = share / (1 - share);
  const up = neighbors((k) => ((rows - mode - k) / (mode + k + 1)) * odds, rows - mode);
  const down = neighbors((k) => (mode - k) / (rows - mode + k + 1) / odds, mode);
  const weights = [...down.reverse(), 1, ...up];
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return tails.map((tail) => {
    let below = 0;
    const index = weights.findIndex((weight) => (below += weight / total) >= tail);
    return (mode - down.length + index) / rows;
  });
}

/** Products of successive ratios until they no longer matter, at most `count`. */
function neighbors(ratio: (step: number) => number, count: number): number[] {
  const weights: number[] = [];
  for (let weight = 1, step = 0; step < count; step++) {
    weight *= ratio(step);
    if (weight < 1e-18) break;
    weights.push(weight);
  }
  return weights;
}

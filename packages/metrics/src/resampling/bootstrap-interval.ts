import type { ResampleOptions } from './bootstrap-distribution';
import { drawDistribution } from './bootstrap-distribution';
import { checkWord } from '../input/check-count';
import { readOptions } from '../input/read-options';
import { formatValue, invalidArgument } from '@polyhead/core';
import { acceleration, jackknife } from './jackknife';
import type { Column } from '../input/columns';
import { normalCdf, normalQuantile } from '../statistics/normal';
import { quantile } from '../statistics/quantile';

/** Options of `bootstrap`. */
export interface BootstrapOptions extends ResampleOptions {
  /** Share of intervals that are to hold the true value, between 0 and 1. Default: 0.95. */
  confidence?: number;
  /**
   * `percentile`, or `bca`: corrected for bias and skewness (Efron 1987), better for few rows or values near a bound;
   * it needs the metric without each row, which costs an evaluation for every distinct one where the metric has no
   * faster way. Default: `percentile`.
   */
  method?: 'percentile' | 'bca';
}

const optionNames = { resamples: true, seed: true, confidence: true, method: true } satisfies Record<
  keyof BootstrapOptions,
  true
>;

/**
 * A metric with its interval; the ends and the standard error are NaN for a single row, and where the metric is
 * undefined.
 */
export interface BootstrapInterval {
  /** Value on the data themselves. */
  readonly value: number;
  /** Lower end of the interval. */
  readonly low: number;
  /** Upper end of the interval. */
  readonly high: number;
  /** Standard deviation of the values on resamples. */
  readonly standardError: number;
  /** Share of intervals that are to hold the true value. */
  readonly confidence: number;
  /** Number of resamples on which the metric is defined; only those count. */
  readonly resamples: number;
}

/**
 * The interval of a metric, and the values on resamples that it comes from; `argument` is where the options are from.
 */
export function quantileInterval<Columns extends readonly Column[]>(
  where: string,
  metric: (...columns: Columns) => number,
  columns: Columns,
  options: BootstrapOptions,
  argument?: string,
): { interval: BootstrapInterval; distribution: Float64Array } {
  const { confidence = 0.95, method = 'percentile' } = readOptions(
    where,
    options,
    optionNames,
    '{ seed: 7 }',
    argument,
  );
  checkOptions(where, confidence, method);
  const distribution = drawDistribution<Columns>(where, metric, columns, options);
  const value = metric(...columns);
  const sorted = distribution.filter((v) => !Number.isNaN(v)).sort();
  // A single row says nothing about how rows differ.
  const isDefined = !Number.isNaN(value) && (columns[0] as Column).length > 1;
  const tail = (1 - confidence) / 2;
  const shares =
    method === 'percentile'
      ? [tail, 1 - tail]
      : bcaQuantiles(sorted, value, tail, acceleration(jackknife(metric, columns)));
  const [low, high] = shares.map((share) => (isDefined ? quantile(sorted, share) : NaN)) as [number, number];
  const interval = {
    value,
    low,
    high,
    standardError: isDefined ? standardDeviation(sorted) : NaN,
    confidence,
    resamples: sorted.length,
  };
  return { interval, distribution };
}

function checkOptions(where: string, confidence: number, method: string): void {
  if (!(confidence > 0 && confidence < 1))
    throw invalidArgument(
      where,
      '"confidence" must lie between 0 and 1',
      formatValue(confidence),
      'Leave it out for 0.95.',
    );
  checkWord(where, 'method', method, ['percentile', 'bca']);
}

/** Shares of the distribution at which the BCa interval ends. */
function bcaQuantiles(sorted: Float64Array, value: number, tail: number, skew: number): number[] {
  let below = 0;
  let upTo = 0;
  for (const resampled of sorted) {
    if (resampled < value) below++;
    if (resampled <= value) upTo++;
  }
  const bias = normalQuantile((below + upTo) / 2 / sorted.length);
  return [normalQuantile(tail), -normalQuantile(tail)].map((z) =>
    normalCdf(bias + (bias + z) / (1 - skew * (bias + z))),
  );
}

/** With the divisor n - 1, as SciPy's standard error. */
function standardDeviation(values: Float64Array): number {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return Math.sqrt(values.reduce((total, value) => total + (value - mean) ** 2, 0) / (values.length - 1));
}

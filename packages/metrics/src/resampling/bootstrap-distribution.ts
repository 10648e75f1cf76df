import { checkCount } from '../input/check-count';
import { checkMetric } from '../input/check-metric';
import { readOptions } from '../input/read-options';
import { formatValue, invalidArgument, seededRandom } from '@polyhead/core';
import type { Column } from '../input/columns';
import { resampleValue } from './resample-value';
import { measureRows } from '../input/rows';

/** Options of drawing resamples. */
export interface ResampleOptions {
  /** Number of resamples. Default: 2000. */
  resamples?: number;
  /** Seed of the draws, a whole number; the same seed gives the same result. Default: 0. */
  seed?: number;
}

const optionNames = { resamples: true, seed: true } satisfies Record<keyof ResampleOptions, true>;

/**
 * Values of a metric on resamples: as many rows as there are, drawn with replacement, the columns together
 * (Efron 1979). A metric with a weighted form (see `defineMetric`) is evaluated by it.
 *
 * @param metric - Function from columns to one number. It gets arrays that are overwritten later: it must not keep
 *   them.
 * @param columns - Columns of the same rows; a flat table of scores may have several values per row.
 * @param options - Number of resamples and seed.
 * @returns One value per resample, in the order of drawing; NaN where the metric is undefined.
 * @throws {PolyheadError} INVALID_ARGUMENT if there are no rows, lengths do not fit, or an option is unknown or out of
 *   range.
 *
 * @example
 * ```ts
 * import { accuracy, bootstrapDistribution } from '@polyhead/metrics';
 * const values = bootstrapDistribution(accuracy, [[0, 1, 1, 0], [0, 1, 0, 0]], { resamples: 100 });
 * ```
 */
export function bootstrapDistribution<Columns extends readonly Column[]>(
  metric: (...columns: Columns) => number,
  columns: readonly [...Columns],
  options: ResampleOptions = {},
): Float64Array {
  return drawDistribution(
    'bootstrapDistribution',
    metric,
    columns,
    readOptions('bootstrapDistribution', options, optionNames, '{ seed: 7 }'),
  );
}

/** The values of `bootstrapDistribution`, for the function that an error is to name; it has read the options. */
export function drawDistribution<Columns extends readonly Column[]>(
  where: string,
  metric: (...columns: Columns) => number,
  columns: readonly [...Columns],
  { resamples = 2000, seed = 0 }: ResampleOptions,
): Float64Array {
  checkMetric(where, metric);
  checkResampling(where, resamples, seed);
  const { rows, strides } = measureRows(where, columns);
  const valueOf = resampleValue(metric, columns, rows, strides);
  const indices = new Uint32Array(rows);
  const random = seededRandom(seed);
  return Float64Array.from({ length: resamples }, () => {
    random.fillBelow(indices, rows);
    return valueOf(indices);
  });
}

function checkResampling(where: string, resamples: number, seed: number): void {
  checkCount(where, 'resamples', resamples);
  if (!Number.isSafeInteger(seed))
    throw invalidArgument(where, '"seed" must be a whole number', formatValue(seed), 'Leave it out for 0.');
}

import type { BootstrapInterval, BootstrapOptions } from './bootstrap-interval';
import { quantileInterval } from './bootstrap-interval';
import type { Column } from '../input/columns';

export type { BootstrapInterval, BootstrapOptions };

/**
 * How sure a metric is, given that these rows are a sample: bootstrap interval, equal to SciPy's on the same resamples.
 *
 * @param metric - Function from columns to one number, e.g. `accuracy`, or `bindOptions(f1Score, { average: 'macro'
 *   })`.
 * It gets arrays that are overwritten later: it must not keep them.
 * @param columns - Columns of the same rows, e.g. `[truth, predicted]`; a flat table of scores may have several values
 *   per row.
 * @param options - Number of resamples, seed, confidence, method.
 * @returns Value, ends of the interval and standard error; NaN where the metric is undefined; for a single row all but
 *   the value are NaN.
 * @throws {PolyheadError} INVALID_ARGUMENT if there are no rows, lengths do not fit, or an option is unknown or out of
 *   range.
 *
 * @example
 * ```ts
 * import { accuracy, bootstrapInterval } from '@polyhead/metrics';
 * const { value, low, high } = bootstrapInterval(accuracy, [[0, 1, 1, 0, 1], [0, 1, 0, 0, 1]], { seed: 7 });
 * ```
 */
export function bootstrapInterval<Columns extends readonly Column[]>(
  metric: (...columns: Columns) => number,
  columns: readonly [...Columns],
  options: BootstrapOptions = {},
): BootstrapInterval {
  return quantileInterval('bootstrapInterval', metric, columns as unknown as Columns, options).interval;
}

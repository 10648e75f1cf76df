import { checkMetric } from '../input/check-metric';
import { checkObject } from '../input/check-object';
import { readOptions } from '../input/read-options';
import type { Metric, MetricInfo } from './metric-info';
import type { WeightedMetric } from './weighted-form';

/** Options of `defineMetric`. */
export interface DefineMetricOptions<F extends (...columns: never[]) => number> {
  /**
   * The same metric for weights of rows, which `bootstrapInterval` evaluates; worth its lines if the metric sorts or
   * validates much. Default: none.
   */
  weighted?: WeightedMetric<Parameters<F>>;
}

const optionNames = { weighted: true } satisfies Record<keyof DefineMetricOptions<never>, true>;

/**
 * Makes a custom metric: a function that carries its facts, for `byGroup`, `bootstrapInterval` and the choice of the
 * best model.
 *
 * @typeParam F - The type of the function.
 * @param facts - Title, direction, best value and range.
 * @param compute - Function from columns (truth, predicted, ...) to one number.
 * @param options - The weighted form.
 * @returns `compute` with the facts (and the weighted form) as read-only properties. The given function is not touched.
 * @throws {PolyheadError} INVALID_ARGUMENT if `facts` is not an object, `compute` is not a function, or an option is
 *   unknown.
 *
 * @example
 * ```ts
 * import { cumulativeScore, defineMetric } from '@polyhead/metrics';
 * const withinTen = defineMetric(
 *   { title: 'within ten years', higherIsBetter: true, best: 1, range: [0, 1] },
 *   (truth: ArrayLike<number>, predicted: ArrayLike<number>) => cumulativeScore(truth, predicted, { within: 10 }),
 * );
 * withinTen([30, 40], [31, 60]); // 0.5
 * ```
 */
export function defineMetric<F extends (...columns: never[]) => number>(
  facts: MetricInfo,
  compute: F,
  options: DefineMetricOptions<F> = {},
): Metric<F> {
  if (typeof facts !== 'function')
    checkObject('defineMetric', 'facts', facts, "{ title: 'accuracy', higherIsBetter: true, best: 1, range: [0, 1] }");
  checkMetric('defineMetric', compute, 'compute');
  readOptions('defineMetric', options, optionNames, '{ weighted }');
  const { title, higherIsBetter, best, range } = facts;
  const metric = (...columns: never[]): number => compute(...columns);
  // Picked one by one: `facts` may be another metric, whose weighted form is not that of this one.
  return Object.assign(
    metric as F,
    { title, higherIsBetter, best, range },
    options.weighted === undefined ? {} : { weighted: options.weighted },
  );
}

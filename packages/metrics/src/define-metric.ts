import type { Metric, MetricFacts } from './metric-facts';

/**
 * Makes a metric of your own: a function that carries its facts, for `byGroup`, `bootstrap` and best-model choice.
 *
 * @typeParam F - The type of the function.
 * @param facts - Title, direction, best value and range.
 * @param compute - Function from columns (truth, predicted, ...) to one number.
 * @returns `compute` with the facts as read-only properties. The given function is not touched.
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
export function defineMetric<F extends (...columns: never[]) => number>(facts: MetricFacts, compute: F): Metric<F> {
  const metric = (...columns: never[]): number => compute(...columns);
  return Object.assign(metric as F, facts);
}

import { defineMetric } from './define-metric';
import { checkMetric } from '../input/check-metric';
import { checkObject } from '../input/check-object';
import type { Metric, MetricInfo } from './metric-info';
import type { WeightedEvaluator } from './weighted-form';

/**
 * Fixes the options of a metric and keeps its facts: for `byGroup`, `bootstrapInterval` and other functions that take a
 * metric of two columns.
 *
 * @param metric - A metric of truth, predictions and options.
 * @param options - Its options.
 * @returns The metric without its last parameter.
 * @throws {PolyheadError} INVALID_ARGUMENT if `metric` is not a function or `options` is not an object. The metric
 *   itself rejects unknown options when it is called.
 *
 * @example
 * ```ts
 * import { f1Score, bindOptions } from '@polyhead/metrics';
 * const macroF1 = bindOptions(f1Score, { average: 'macro', labels: ['a', 'b', 'c'] });
 * macroF1([0, 1, 2], [0, 2, 2]);
 * ```
 */
export function bindOptions<Truth, Predicted, Options extends object>(
  metric: ((truth: Truth, predicted: Predicted, options?: Options) => number) &
    MetricInfo & { readonly weighted?: (truth: Truth, predicted: Predicted, options?: Options) => WeightedEvaluator },
  options: Options,
): Metric<(truth: Truth, predicted: Predicted) => number> {
  checkMetric('bindOptions', metric);
  checkObject('bindOptions', 'options', options, "{ average: 'macro' }");
  const { weighted } = metric;
  const bound =
    weighted === undefined
      ? {}
      : { weighted: (truth: Truth, predicted: Predicted): WeightedEvaluator => weighted(truth, predicted, options) };
  return defineMetric<(truth: Truth, predicted: Predicted) => number>(
    metric,
    (truth, predicted) => metric(truth, predicted, options),
    bound,
  );
}

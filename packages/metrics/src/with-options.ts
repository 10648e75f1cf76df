import { defineMetric } from './define-metric';
import { checkMetric } from './input/check-metric';
import { checkObject } from './input/check-object';
import type { Metric, MetricFacts } from './metric-facts';
import type { WeightedValue } from './weighted-form';

/**
 * Fixes the options of a metric, keeping its facts: for `byGroup`, `bootstrap` and wherever a metric of two columns is
 * wanted.
 *
 * @param metric - A metric of truth, predictions and options.
 * @param options - Its options.
 * @returns The metric without its last parameter.
 * @throws RangeError where the metric is no function, or the options are no object; the metric itself refuses options
 *   that it does not know, when it is called.
 *
 * @example
 * ```ts
 * import { f1Score, withOptions } from '@polyhead/metrics';
 * const macroF1 = withOptions(f1Score, { average: 'macro', labels: ['a', 'b', 'c'] });
 * macroF1([0, 1, 2], [0, 2, 2]);
 * ```
 */
export function withOptions<Truth, Predicted, Options extends object>(
  metric: ((truth: Truth, predicted: Predicted, options?: Options) => number) &
    MetricFacts & { readonly weighted?: (truth: Truth, predicted: Predicted, options?: Options) => WeightedValue },
  options: Options,
): Metric<(truth: Truth, predicted: Predicted) => number> {
  checkMetric('withOptions', metric);
  checkObject('withOptions', 'options', options, "{ average: 'macro' }");
  const { weighted } = metric;
  const bound =
    weighted === undefined
      ? {}
      : { weighted: (truth: Truth, predicted: Predicted): WeightedValue => weighted(truth, predicted, options) };
  return defineMetric<(truth: Truth, predicted: Predicted) => number>(
    metric,
    (truth, predicted) => metric(truth, predicted, options),
    bound,
  );
}

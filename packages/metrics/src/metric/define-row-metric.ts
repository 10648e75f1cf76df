import { readSampleWeight, type SampleWeightOptions } from '../input/sample-weight';
import { defineMetric } from './define-metric';
import type { Metric, MetricInfo } from './metric-info';
import type { RowEvaluator, WeightedEvaluator } from './weighted-form';

/**
 * Makes a metric of this package from one function that reads the columns and returns an evaluator: the value without
 * weights, the value for `sampleWeight` and the values of resamples all come from it.
 *
 * @param where - Name of the metric in errors.
 * @param info - Title, direction, best value and range.
 * @param read - Validates the columns and the options, and returns the evaluator.
 * @returns The metric, with its weighted form.
 */
export function defineRowMetric<Truth extends ArrayLike<unknown>, Predicted, Options extends SampleWeightOptions>(
  where: string,
  info: MetricInfo,
  read: (truth: Truth, predicted: Predicted, options?: Options) => RowEvaluator,
): Metric<(truth: Truth, predicted: Predicted, options?: Options) => number> {
  return defineMetric(
    info,
    (truth: Truth, predicted: Predicted, options?: Options): number => {
      const evaluate = read(truth, predicted, options);
      return evaluate(readSampleWeight(where, options?.sampleWeight, truth.length));
    },
    {
      weighted: (truth, predicted, options) => {
        const evaluate = read(truth, predicted, options);
        const sampleWeight = readSampleWeight(where, options?.sampleWeight, truth.length);
        return sampleWeight === undefined ? evaluate : multiplyWeights(evaluate, sampleWeight);
      },
    },
  );
}

/** Evaluates for the products of the given weights and those of a resample. */
function multiplyWeights(evaluate: RowEvaluator, sampleWeight: Float64Array): WeightedEvaluator {
  const products = new Float64Array(sampleWeight.length);
  const valueOf = (weights: Float64Array): number => {
    for (let row = 0; row < products.length; row++)
      products[row] = (weights[row] as number) * (sampleWeight[row] as number);
    return evaluate(products);
  };
  // The evaluator has a faster way only for rows of equal weight.
  const leaveOneOut = (): Float64Array => {
    products.set(sampleWeight);
    return sampleWeight.map((weight, row) => {
      products[row] = 0;
      const value = evaluate(products);
      products[row] = weight;
      return value;
    });
  };
  return Object.assign(valueOf, { leaveOneOut });
}

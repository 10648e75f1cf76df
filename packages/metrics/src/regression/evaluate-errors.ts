import { asNumberPair, checkFinite, type NumberPair } from '../input/read-numbers';
import { readOptions } from '../input/read-options';
import { type SampleWeightOptions, sampleWeightNames } from '../input/sample-weight';
import { BLOCK, leaveOneOutMeans } from '../metric/evaluate-mean';
import type { RowEvaluator } from '../metric/weighted-form';

/** Weighted sums over the errors (predicted - truth) of all rows, from which metrics of numbers are computed. */
export interface ErrorSums {
  readonly weight: number;
  readonly error: number;
  readonly absolute: number;
  readonly squared: number;
  readonly truth: number;
}

/** Reads the columns of a metric of numbers that has no other options than weights; values are not checked yet. */
export function readErrors(
  where: string,
  truth: ArrayLike<number>,
  predicted: ArrayLike<number>,
  options: SampleWeightOptions = {},
): NumberPair {
  readOptions(where, options, sampleWeightNames, '{ sampleWeight: [1, 0.5] }');
  return asNumberPair(where, truth, predicted);
}

/**
 * Evaluates a metric that is a mean over the errors, or a function of that mean.
 *
 * @param where - Name of the metric in errors.
 * @param pair - Both columns.
 * @param term - Name of the sum that the mean is taken of, and its value for one error.
 * @param finish - Turns the mean into the metric. Default: the mean itself.
 * @returns The evaluator, with a fast jackknife.
 */
export function evaluateErrors(
  where: string,
  pair: NumberPair,
  term: readonly [name: 'error' | 'absolute' | 'squared', valueOf: (error: number) => number],
  finish: (mean: number) => number = (mean) => mean,
): RowEvaluator {
  const [name, valueOf] = term;
  const [truth, predicted] = pair;
  const evaluate = (weights?: Float64Array): number => {
    const sums = sumErrors(where, pair, weights);
    return finish(sums[name] / sums.weight);
  };
  const errors = (): Float64Array => truth.map((value, row) => valueOf((predicted[row] as number) - value));
  return Object.assign(evaluate, { leaveOneOut: () => leaveOneOutMeans(errors()).map(finish) });
}

/**
 * Adds up the errors of both columns in one pass. Values that are not finite make the sum not finite, so they are
 * searched for only then (finite errors may overflow too, which is allowed).
 */
export function sumErrors(where: string, pair: NumberPair, weights: Float64Array | undefined): ErrorSums {
  const [truth, predicted] = pair;
  const total = { weight: 0, error: 0, absolute: 0, squared: 0, truth: 0 };
  for (let start = 0; start < truth.length; start += BLOCK) {
    const end = Math.min(start + BLOCK, truth.length);
    let [sumOfWeights, sum, absolute, squared, truths] = [0, 0, 0, 0, 0];
    for (let row = start; row < end; row++) {
      const weight = weights === undefined ? 1 : (weights[row] as number);
      const value = truth[row] as number;
      const error = (predicted[row] as number) - value;
      sumOfWeights += weight;
      truths += weight * value;
      sum += weight * error;
      absolute += weight * Math.abs(error);
      squared += weight * (error * error);
    }
    total.weight += sumOfWeights;
    total.error += sum;
    total.absolute += absolute;
    total.squared += squared;
    total.truth += truths;
  }
  if (!Number.isFinite(total.absolute)) checkFinite(where, pair);
  return total;
}

/** Weighted sum of squared distances from a center, in blocks. */
export function sumSquaresAround(values: Float64Array, center: number, weights: Float64Array | undefined): number {
  let total = 0;
  for (let start = 0; start < values.length; start += BLOCK) {
    const end = Math.min(start + BLOCK, values.length);
    let squares = 0;
    for (let i = start; i < end; i++) {
      const weight = weights === undefined ? 1 : (weights[i] as number);
      const distance = (values[i] as number) - center;
      squares += weight * (distance * distance);
    }
    total += squares;
  }
  return total;
}

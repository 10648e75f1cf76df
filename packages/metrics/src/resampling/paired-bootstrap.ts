import type { BootstrapInterval, BootstrapOptions } from './bootstrap-interval';
import { quantileInterval } from './bootstrap-interval';
import type { Column } from '../input/columns';
import { checkMetric } from '../input/check-metric';
import { weightedForm, type WeightedEvaluator } from '../metric/weighted-form';

/** Difference of a metric between two networks on the same rows, with its interval. */
export interface PairedDifference extends BootstrapInterval {
  /** Metric of the first network. */
  readonly first: number;
  /** Metric of the second network. */
  readonly second: number;
  /** Two-sided: how often resamples put the difference on the other side of 0, with one added to count and number. */
  readonly pValue: number;
}

/**
 * Compares two networks on the same rows: bootstrap of the difference first - second, rows drawn for both together, so
 * that what makes a row hard for both cancels.
 *
 * @param metric - Function from truth and predictions to one number. It must not keep the arrays it gets.
 * @param truth - Truth, one per row.
 * @param first - Predictions (or scores) of the first network.
 * @param second - Those of the second network, on the same rows.
 * @param options - Number of resamples, seed, confidence, method.
 * @returns The difference as `value`, its interval, both metrics and a p-value.
 * @throws {PolyheadError} INVALID_ARGUMENT if there are no rows, lengths do not fit, or an option is unknown or out of
 *   range.
 *
 * @example
 * ```ts
 * import { meanAbsoluteError, pairedBootstrap } from '@polyhead/metrics';
 * const { value, low, high } = pairedBootstrap(meanAbsoluteError, [30, 40, 50], [31, 42, 49], [35, 41, 58]);
 * ```
 */
export function pairedBootstrap<Truth extends Column, Predicted extends Column>(
  metric: (truth: Truth, predicted: Predicted) => number,
  truth: Truth,
  first: Predicted,
  second: Predicted,
  options: BootstrapOptions = {},
): PairedDifference {
  checkMetric('pairedBootstrap', metric);
  const difference = differenceOf(metric);
  const columns: [Truth, Predicted, Predicted] = [truth, first, second];
  const { interval, distribution } = quantileInterval('pairedBootstrap', difference, columns, options);
  return { ...interval, first: metric(truth, first), second: metric(truth, second), pValue: signValue(distribution) };
}

/** A metric of one network as that of two: of the first less that of the second. */
function differenceOf<Truth extends Column, Predicted extends Column>(
  metric: (truth: Truth, predicted: Predicted) => number,
): (truth: Truth, first: Predicted, second: Predicted) => number {
  const weighted = weightedForm(metric);
  const difference = (t: Truth, a: Predicted, b: Predicted): number => metric(t, a) - metric(t, b);
  if (weighted === undefined) return difference;
  const weightedDifference = (t: Truth, a: Predicted, b: Predicted): WeightedEvaluator => {
    const [first, second] = [weighted(t, a), weighted(t, b)];
    const valueOf = (weights: Float64Array): number => first(weights) - second(weights);
    if (first.leaveOneOut === undefined || second.leaveOneOut === undefined) return valueOf;
    const [firsts, seconds] = [first.leaveOneOut.bind(first), second.leaveOneOut.bind(second)];
    return Object.assign(valueOf, { leaveOneOut: () => subtract(firsts(), seconds()) });
  };
  return Object.assign(difference, { weighted: weightedDifference });
}

function subtract(from: Float64Array, values: Float64Array): Float64Array {
  return from.map((value, row) => value - (values[row] as number));
}

function signValue(values: Float64Array): number {
  let defined = 0;
  let atMost = 0;
  let atLeast = 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    defined++;
    if (value <= 0) atMost++;
    if (value >= 0) atLeast++;
  }
  return Math.min(1, (2 * (Math.min(atMost, atLeast) + 1)) / (defined + 1));
}

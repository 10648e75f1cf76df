import type { WeightedMetric } from './weighted-form';

/** What a metric says about itself, so that nobody has to guess it from a name. */
export interface MetricInfo {
  /** Name for people, e.g. `balanced accuracy`. */
  readonly title: string;
  /** True when larger is better, false when smaller is; `undefined` when the best value lies between (a bias). */
  readonly higherIsBetter: boolean | undefined;
  /** Value of a perfect prediction. */
  readonly best: number;
  /** Smallest and largest value that the metric can take. */
  readonly range: readonly [lowest: number, highest: number];
}

/**
 * A function from columns of data to one number, with the facts that it declares.
 *
 * @typeParam F - The type of the function.
 */
export type Metric<F extends (...columns: never[]) => number = (...columns: never[]) => number> = F &
  MetricInfo &
  WeightableMetric<F>;

/** What a metric may carry besides its facts. */
export interface WeightableMetric<F extends (...columns: never[]) => number> {
  /** The metric for weights of rows; `bootstrap` uses it where it is there. */
  readonly weighted?: WeightedMetric<Parameters<F>>;
}

import { assertObject, type TaskMap, assertWholeNumber } from '@polyhead/core';
import type { EpochRecord } from '../history/history';
import type { MetricPath } from '../history/metric-path';
import type { Json } from '../history/run-state';
import type { NamedArray } from '../steps/train-state';
import { type BestValue, bestValue } from '../history/best-value';
import type { Callback } from './callback';

/** Options of {@link earlyStopping}. */
export interface EarlyStoppingOptions<Tasks extends TaskMap = TaskMap> {
  /** The number that is watched. Default `validation.loss`. */
  readonly metric?: MetricPath<Tasks>;
  /** Epochs without progress before the run ends. Default 10. */
  readonly patience?: number;
  /** How much better counts as progress, in units of the metric. Default 0. */
  readonly minDelta?: number;
  /**
   * Whether the network gets the weights of its best epoch back when the run ends, for whatever reason. Default true.
   */
  readonly restoreBestWeights?: boolean;
}

const optionNames = { metric: true, patience: true, minDelta: true, restoreBestWeights: 'boolean' } satisfies Record<
  keyof EarlyStoppingOptions,
  true | 'boolean'
>;

/**
 * Creates a callback that ends the run when a metric has not improved for some epochs (Keras' EarlyStopping). The task
 * of the metric defines whether higher or lower is better; a loss is better if it is lower.
 *
 * A run that ended this way stays ended when it is resumed, also with more `epochs`.
 *
 * @param options - Metric, patience, smallest improvement, and whether to restore the best weights. Default: the
 * validation loss, 10 epochs, any improvement, true.
 * @returns A callback for `train`. In `train`, it throws INVALID_ARGUMENT if the run does not have the metric.
 * @throws {PolyheadError} INVALID_ARGUMENT if an option is not valid.
 *
 * @example
 * ```ts
 * import { earlyStopping } from '@polyhead/training';
 * const callback = earlyStopping({ metric: 'validation.loss', patience: 5 });
 * ```
 */
export function earlyStopping<Tasks extends TaskMap = TaskMap>(
  options: EarlyStoppingOptions<Tasks> = {},
): Callback<Tasks> {
  assertObject('earlyStopping', options, { optionKeys: optionNames, example: '{ patience: 5 }' });
  const { patience = 10, minDelta = 0, restoreBestWeights = true } = options;
  const metric = (options.metric ?? 'validation.loss') as MetricPath<Tasks>;
  assertWholeNumber('earlyStopping', 'patience', patience, 1);
  let best: BestValue | undefined;
  let weights: readonly NamedArray[] | undefined;
  let waited = 0;
  return {
    name: 'earlyStopping',
    settings: { metric: String(metric), patience, minDelta, restoreBestWeights },
    onTrainBegin: ({ network, hasValidation }) => {
      best = bestValue('earlyStopping', { tasks: network.tasks, hasValidation }, metric, minDelta);
      weights = undefined;
      waited = 0;
    },
    onEpochEnd: async (run, record) => {
      const better = best?.update(record as unknown as EpochRecord) === true;
      waited = better ? 0 : waited + 1;
      if (better && restoreBestWeights) weights = await run.readWeights();
      if (waited >= patience)
        run.stop(
          `earlyStopping: ${metric} has not been better than ${best?.value} of epoch ${best?.epoch} for ${patience} epochs`,
        );
    },
    onTrainEnd: async (run) => {
      if (weights !== undefined) await run.writeWeights(weights);
    },
    state: () => ({ values: { waited, best: best?.state() ?? null }, ...(weights && { arrays: weights }) }),
    restore: ({ values, arrays }) => {
      const saved = values as { waited: number; best: Json };
      if (best?.restore(saved.best) !== true) return; // it watched another number
      waited = saved.waited;
      weights = restoreBestWeights ? arrays : undefined;
      if (!restoreBestWeights || weights !== undefined) return;
      // the weights of the best epoch were not kept: the best epoch from now on counts
      best.reset();
      waited = 0;
    },
  };
}

import { assertObject, type TaskMap, assertNumber, assertWholeNumber } from '@polyhead/core';
import type { EpochRecord } from '../history/history';
import type { MetricPath } from '../history/metric-path';
import type { Json } from '../history/run-state';
import { bestValue } from '../history/best-value';
import type { ScheduleInstance, Schedule, ScheduleContext } from './schedule';

/** Options of {@link reduceOnPlateau}. */
export interface ReduceOnPlateauOptions<Tasks extends TaskMap = TaskMap> {
  /** The number that is watched. Default `validation.loss`. */
  readonly metric?: MetricPath<Tasks>;
  /** What the learning rate is multiplied with, between 0 and 1. Default 0.1. */
  readonly factor?: number;
  /** Epochs without progress before that. Default 10. */
  readonly patience?: number;
  /** What counts as progress, in units of the metric. Default 0.0001. */
  readonly minDelta?: number;
  /** Epochs after a change in which nobody counts. Default 0. */
  readonly cooldown?: number;
  /** Smallest learning rate. Default 0. */
  readonly minLearningRate?: number;
}

const optionNames = {
  metric: true,
  factor: true,
  patience: true,
  minDelta: true,
  cooldown: true,
  minLearningRate: true,
} satisfies Record<keyof ReduceOnPlateauOptions, true>;

/**
 * Creates a schedule that lowers the learning rate when a metric has not improved for some epochs (Keras'
 * ReduceLROnPlateau).
 *
 * @param options - Metric, factor, patience, smallest improvement, cooldown and smallest learning rate. Default: the
 * validation loss, 0.1, 10 epochs, 0.0001, 0, 0.
 * @returns A schedule for `train`. In `train`, it throws INVALID_ARGUMENT if the run does not have the metric.
 * @throws {PolyheadError} INVALID_ARGUMENT if an option is not valid.
 *
 * @example
 * ```ts
 * import { reduceOnPlateau } from '@polyhead/training';
 * const schedule = reduceOnPlateau({ metric: 'validation.loss', factor: 0.5, patience: 3 });
 * ```
 */
export function reduceOnPlateau<Tasks extends TaskMap = TaskMap>(
  options: ReduceOnPlateauOptions<Tasks> = {},
): Schedule<Tasks> {
  assertObject('reduceOnPlateau', options, { optionKeys: optionNames, example: '{ patience: 3 }' });
  const {
    metric = 'validation.loss',
    factor = 0.1,
    patience = 10,
    minDelta = 1e-4,
    cooldown = 0,
    minLearningRate = 0,
  } = options;
  assertNumber('reduceOnPlateau', 'factor', factor, { above: 0, below: 1 });
  assertWholeNumber('reduceOnPlateau', 'patience', patience, 1);
  assertWholeNumber('reduceOnPlateau', 'cooldown', cooldown, 0);
  return {
    start: (plan) =>
      startPlateau(plan, {
        metric: metric as MetricPath<Tasks>,
        factor,
        patience,
        minDelta,
        cooldown,
        minLearningRate,
      }),
  };
}

function startPlateau<Tasks extends TaskMap>(
  plan: ScheduleContext<Tasks>,
  options: Required<ReduceOnPlateauOptions<Tasks>>,
): ScheduleInstance<Tasks> {
  const { metric, factor, patience, minDelta, cooldown, minLearningRate } = options;
  const best = bestValue('reduceOnPlateau', plan, metric, minDelta);
  const start = plan.learningRate;
  let learningRate = start;
  let waited = 0;
  let cooling = 0;
  return {
    settings: {
      name: 'reduceOnPlateau',
      metric: String(metric),
      factor,
      patience,
      minDelta,
      cooldown,
      minLearningRate,
    },
    learningRate: () => learningRate,
    onEpochEnd: (record) => {
      const better = best.update(record as unknown as EpochRecord);
      if (cooling > 0) cooling--;
      waited = better || cooling > 0 ? 0 : waited + 1;
      if (waited < patience || learningRate <= minLearningRate) return;
      learningRate = Math.max(minLearningRate, learningRate * factor);
      [waited, cooling] = [0, cooldown];
    },
    state: () => ({ learningRate, start, waited, cooling, best: best.state() }),
    restore: (state) => {
      const saved = state as {
        learningRate: number;
        start: number;
        waited: number;
        cooling: number;
        best: Json;
      } | null;
      if (!best.restore(saved?.best) || saved === null) return; // it watched another number
      ({ waited, cooling } = saved);
      // lowered as often before, from the learning rate that the optimizer has now
      const lowered = saved.start === start ? saved.learningRate : start * (saved.learningRate / saved.start);
      learningRate = Math.min(start, Math.max(minLearningRate, lowered));
    },
  };
}

import { expectObject, type TaskMap } from '@polyhead/tasks';
import { checkSetting } from '../check-setting';
import type { EpochRecord } from '../history';
import type { MetricPath } from '../metric-path';
import type { Json } from '../run-state';
import { trackBest } from '../track-best';
import type { RunningSchedule, Schedule, SchedulePlan } from './schedule';

/** Options of {@link plateau}. */
export interface PlateauOptions<Tasks extends TaskMap = TaskMap> {
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
  readonly minimum?: number;
}

const optionNames = {
  metric: true,
  factor: true,
  patience: true,
  minDelta: true,
  cooldown: true,
  minimum: true,
} satisfies Record<keyof PlateauOptions, true>;

/**
 * Lowers the learning rate where a number of the history has not become better for a while (Keras' ReduceLROnPlateau).
 *
 * @example
 * ```ts
 * import { plateau } from '@polyhead/training';
 * const schedule = plateau({ metric: 'validation.loss', factor: 0.5, patience: 3 });
 * ```
 */
export function plateau<Tasks extends TaskMap = TaskMap>(options: PlateauOptions<Tasks> = {}): Schedule<Tasks> {
  expectObject('plateau', options, { names: optionNames, example: '{ patience: 3 }' });
  const {
    metric = 'validation.loss',
    factor = 0.1,
    patience = 10,
    minDelta = 1e-4,
    cooldown = 0,
    minimum = 0,
  } = options;
  checkSetting('plateau', 'factor', factor, factor > 0 && factor < 1, 'between 0 and 1');
  checkSetting(
    'plateau',
    'patience',
    patience,
    Number.isInteger(patience) && patience > 0,
    'a whole number of at least 1',
  );
  checkSetting(
    'plateau',
    'cooldown',
    cooldown,
    Number.isInteger(cooldown) && cooldown >= 0,
    'a whole number of at least 0',
  );
  return {
    start: (plan) =>
      startPlateau(plan, { metric: metric as MetricPath<Tasks>, factor, patience, minDelta, cooldown, minimum }),
  };
}

function startPlateau<Tasks extends TaskMap>(
  plan: SchedulePlan<Tasks>,
  options: Required<PlateauOptions<Tasks>>,
): RunningSchedule<Tasks> {
  const { metric, factor, patience, minDelta, cooldown, minimum } = options;
  const best = trackBest('plateau', plan, metric, minDelta);
  const start = plan.learningRate;
  let learningRate = start;
  let waited = 0;
  let cooling = 0;
  return {
    settings: { name: 'plateau', metric: String(metric), factor, patience, minDelta, cooldown, minimum },
    learningRate: () => learningRate,
    onEpochEnd: (record) => {
      const better = best.update(record as unknown as EpochRecord);
      if (cooling > 0) cooling--;
      waited = better || cooling > 0 ? 0 : waited + 1;
      if (waited < patience || learningRate <= minimum) return;
      learningRate = Math.max(minimum, learningRate * factor);
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
      learningRate = Math.min(start, Math.max(minimum, lowered));
    },
  };
}

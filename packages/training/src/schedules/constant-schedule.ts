import type { Schedule } from './schedule';

/**
 * Creates a schedule that keeps the learning rate of the optimizer at every step.
 *
 * @returns A schedule for `train`.
 *
 * @example
 * ```ts
 * import { constantSchedule } from '@polyhead/training';
 * const schedule = constantSchedule();
 * ```
 */
export function constantSchedule(): Schedule {
  return {
    start: ({ learningRate }) => ({ settings: { name: 'constantSchedule' }, learningRate: () => learningRate }),
  };
}

import type { Schedule } from './schedule';

/**
 * The optimizer's learning rate at every step.
 *
 * @example
 * ```ts
 * import { constant } from '@polyhead/training';
 * const schedule = constantSchedule();
 * ```
 */
export function constantSchedule(): Schedule {
  return {
    start: ({ learningRate }) => ({ settings: { name: 'constantSchedule' }, learningRate: () => learningRate }),
  };
}

import { processState } from '@polyhead/core';
import type { Optimizer } from './optimizer';

/** The settings of each built-in optimizer by its `start` function, for all copies of this package in the process. */
const settingsByStart = processState(
  '@polyhead/training/built-in-optimizers',
  () => new WeakMap<Optimizer['start'], Optimizer['settings']>(),
);

/** Marks an optimizer as one that its settings describe completely. */
export function builtInOptimizer(optimizer: Optimizer): Optimizer {
  settingsByStart.set(optimizer.start, optimizer.settings);
  return optimizer;
}

/**
 * Returns true if an optimizer is an unchanged result of {@link adam}, {@link adamW} or {@link sgd}. Only then do its
 * settings suffice to create it again, for example in a thread.
 *
 * @param options - Any optimizer.
 * @returns True if `settings` of the optimizer describes it completely.
 *
 * @example
 * ```ts
 * import { adam, isBuiltInOptimizer } from '@polyhead/training';
 * isBuiltInOptimizer(adam()); // true
 * isBuiltInOptimizer({ ...adam(), start: () => ({ slots: [], apply: () => undefined }) }); // false
 * ```
 */
export function isBuiltInOptimizer({ start, settings }: Optimizer): boolean {
  return settingsByStart.get(start) === settings;
}

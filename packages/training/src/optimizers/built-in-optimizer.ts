import { assertObject, processState } from '@polyhead/core';
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
 * @param optimizer - Any optimizer.
 * @returns True if `settings` of the optimizer describes it completely.
 * @throws {PolyheadError} INVALID_ARGUMENT if `optimizer` is not an object.
 *
 * @example
 * ```ts
 * import { adam, isBuiltInOptimizer } from '@polyhead/training';
 * isBuiltInOptimizer(adam()); // true
 * isBuiltInOptimizer({ ...adam(), start: () => ({ slots: [], apply: () => undefined }) }); // false
 * ```
 */
export function isBuiltInOptimizer(optimizer: Optimizer): boolean {
  assertObject('isBuiltInOptimizer', optimizer, { what: 'an optimizer', example: 'adam()' });
  const { start, settings } = optimizer;
  return settingsByStart.get(start) === settings;
}

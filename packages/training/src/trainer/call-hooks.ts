import type { TaskMap } from '@polyhead/core';
import type { Callback, TrainRun } from '../callbacks/callback';

type HookName = 'onTrainBegin' | 'onEpochBegin' | 'onBatchEnd' | 'onEpochEnd' | 'onTrainEnd';
type Rest<Hook> = Hook extends (run: never, ...rest: infer Others) => unknown ? Others : never;

/** Calls a hook of every callback, one after the other. */
export type Hooks<Tasks extends TaskMap> = <Name extends HookName>(
  name: Name,
  ...rest: Rest<NonNullable<Callback<Tasks>[Name]>>
) => Promise<void>;

export function listHooks<Tasks extends TaskMap>(
  callbacks: readonly Callback<Tasks>[],
  run: TrainRun<Tasks>,
): Hooks<Tasks> {
  return async (name, ...rest) => {
    for (const callback of callbacks) await callHook(callback, name, [run, ...rest]);
  };
}

/**
 * Calls `onTrainEnd` of every callback even where one fails. The first failure is thrown in the end, unless the run has
 * failed before: then that is the one to tell of.
 */
export async function endCallbacks<Tasks extends TaskMap>(
  callbacks: readonly Callback<Tasks>[],
  run: TrainRun<Tasks>,
  error: unknown,
): Promise<void> {
  const failures: unknown[] = [];
  for (const callback of callbacks) {
    try {
      await callback.onTrainEnd?.(run, error);
    } catch (failure) {
      failures.push(failure);
    }
  }
  if (failures.length > 0 && error === undefined) throw failures[0];
}

async function callHook(callback: object, name: HookName, values: readonly unknown[]): Promise<void> {
  const hook = (callback as Readonly<Record<HookName, ((...values: readonly unknown[]) => unknown) | undefined>>)[name];
  await hook?.apply(callback, [...values]);
}

import type { TaskMap } from '@polyhead/core';
import type { EpochRecord, History } from '../history/history';
import type { RunState } from '../history/run-state';
import type { Callback } from './callback';

/** A history that is being written. */
export interface HistoryRecorder<Tasks extends TaskMap> extends Callback<Tasks> {
  /** What was recorded. */
  readonly history: History<Tasks>;
  /** Notes why the run ends early; the first reason counts. */
  stop(reason: string): void;
}

/**
 * Writes the history: the first callback of every run. `changed` is what a resumed run computes with that it did not
 * before.
 */
export function recordHistory<Tasks extends TaskMap>(
  earlier?: Pick<RunState, 'history' | 'origin' | 'stopped'>,
  changed: readonly string[] = [],
): HistoryRecorder<Tasks> {
  const epochs = [...((earlier?.history ?? []) as unknown as readonly EpochRecord<Tasks>[])];
  let stopped = earlier?.stopped;
  const history: History<Tasks> = {
    epochs,
    ...(earlier?.origin && { resumed: { ...earlier.origin, changed } }),
    get stopped() {
      return stopped;
    },
  };
  return {
    name: 'history',
    history,
    stop: (reason) => void (stopped ??= reason),
    onEpochEnd: (_, record) => void epochs.push(record),
  };
}

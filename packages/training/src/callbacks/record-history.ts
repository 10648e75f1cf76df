import type { TaskMap } from '@polyhead/tasks';
import type { EpochRecord, History } from '../history';
import type { Callback } from './callback';

/** A history that is being written. */
export interface HistoryRecorder<Tasks extends TaskMap> extends Callback<Tasks> {
  /** What was recorded. */
  readonly history: History<Tasks>;
  /** Notes why the run ends early; the first reason counts. */
  stop(reason: string): void;
}

/** Writes the history: the first callback of every run. */
export function recordHistory<Tasks extends TaskMap>(earlier: readonly EpochRecord<Tasks>[] = []): HistoryRecorder<Tasks> {
  const epochs = [...earlier];
  let stopped: string | undefined;
  const history: History<Tasks> = {
    epochs,
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

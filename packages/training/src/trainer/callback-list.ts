import type { TaskMap } from '@polyhead/core';
import type { BatchRecord, Callback, TrainRun } from '../callbacks/callback';
import type { EpochRecord } from '../history/history';

/** All callbacks of a run as one: calls each hook of them one after the other, those marked `last` at the end. */
export class CallbackList<Tasks extends TaskMap> {
  private readonly callbacks: readonly Callback<Tasks>[];

  constructor(
    callbacks: readonly Callback<Tasks>[],
    private readonly run: TrainRun<Tasks>,
  ) {
    const isLast = ({ last }: Callback<Tasks>): boolean => last === true;
    this.callbacks = [...callbacks.filter((callback) => !isLast(callback)), ...callbacks.filter(isLast)];
  }

  async onTrainBegin(): Promise<void> {
    for (const callback of this.callbacks) await callback.onTrainBegin?.(this.run);
  }

  async onEpochBegin(epoch: number): Promise<void> {
    for (const callback of this.callbacks) await callback.onEpochBegin?.(this.run, epoch);
  }

  async onBatchEnd(record: BatchRecord<Tasks>): Promise<void> {
    for (const callback of this.callbacks) await callback.onBatchEnd?.(this.run, record);
  }

  async onEpochEnd(record: EpochRecord<Tasks>): Promise<void> {
    for (const callback of this.callbacks) await callback.onEpochEnd?.(this.run, record);
  }

  /**
   * Calls `onTrainEnd` of every callback, even if one fails. Throws the first failure afterwards, unless the run itself
   * failed with `error`: then that error is the one to report.
   */
  async onTrainEnd(error: unknown): Promise<void> {
    const failures: unknown[] = [];
    for (const callback of this.callbacks) {
      try {
        await callback.onTrainEnd?.(this.run, error);
      } catch (failure) {
        failures.push(failure);
      }
    }
    if (failures.length > 0 && error === undefined) throw failures[0];
  }
}

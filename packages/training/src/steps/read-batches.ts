import { type Batch, type BatchSource, type TaskMap, type TaskName, yieldToEventLoop } from '@polyhead/core';

/**
 * The batches of an epoch. Every loop over a batch source goes through here: after each batch it lets timers, signals
 * and the heartbeat of a lock have their turn, which a source that answers from memory never does.
 */
export async function* readBatches<Tasks extends TaskMap>(
  source: Pick<BatchSource<Tasks>, 'batches'>,
  epoch: number,
  startBatch = 0,
): AsyncGenerator<Batch<TaskName<Tasks>>> {
  for await (const batch of source.batches(epoch, startBatch)) {
    yield batch;
    await yieldToEventLoop();
  }
}

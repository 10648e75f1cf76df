import { type Batch, type TaskMap, type TaskName, taskNames, PolyheadError } from '@polyhead/core';
import type { BatchRecord, Callback } from './callback';

/** Names files for a message; a batch may have hundreds. */
const mostFiles = 8;

/**
 * Ends a run with an error as soon as a loss is not a finite number: the second callback of every run. `fileOf` names
 * the images of the batch.
 */
export function terminateOnNaN<Tasks extends TaskMap>(fileOf?: (index: number) => string): Callback<Tasks> {
  return {
    name: 'terminateOnNaN',
    onBatchEnd: ({ network }, record) => {
      const { epoch, batch, learningRate, result, data } = record;
      if (Number.isFinite(result.loss)) return;
      const place = `in epoch ${epoch}, batch ${batch} (both counted from 0) at learning rate ${learningRate}`;
      throw new PolyheadError(
        'NON_FINITE_LOSS',
        `train: ${formatLossNames(network.tasks, record)} became ${valueOf(network.tasks, record)} ${place}. ${explainNaN(network.tasks, data, fileOf)} ${images(data.indices, fileOf)}`,
      );
    },
  };
}

function nonFiniteTasks<Tasks extends TaskMap>(tasks: Tasks, { result }: BatchRecord<Tasks>): TaskName<Tasks>[] {
  return taskNames(tasks).filter((task) => !Number.isFinite(result.losses[task]));
}

function formatLossNames<Tasks extends TaskMap>(tasks: Tasks, record: BatchRecord<Tasks>): string {
  const bad = nonFiniteTasks(tasks, record).map((name) => `"${name}"`);
  return bad.length === 0 ? 'the total loss' : `the loss of ${bad.join(', ')}`;
}

function valueOf<Tasks extends TaskMap>(tasks: Tasks, record: BatchRecord<Tasks>): number {
  const [name] = nonFiniteTasks(tasks, record);
  return name === undefined ? record.result.loss : record.result.losses[name];
}

/** The label that is no number; where there is none (pixels are bytes, and cannot be), the step went too far. */
function explainNaN<Tasks extends TaskMap>(
  tasks: Tasks,
  data: Batch<TaskName<Tasks>>,
  fileOf: ((index: number) => string) | undefined,
): string {
  for (const name of taskNames(tasks)) {
    const row = firstBadRow(data.targets[name], data.size);
    if (row !== undefined)
      return `${nameOf(data.indices[row], fileOf)} has a label of "${name}" that is no finite number: fix it or leave it out.`;
  }
  return 'Train with a lower learning rate or "clipNorm".';
}

function firstBadRow(values: Float32Array, rows: number): number | undefined {
  const at = values.findIndex((value) => !Number.isFinite(value));
  return at < 0 ? undefined : Math.floor(at / (values.length / rows));
}

function nameOf(index: number | undefined, fileOf: ((index: number) => string) | undefined): string {
  return index === undefined || fileOf === undefined ? `Image ${index}` : `The image ${fileOf(index)}`;
}

function images(indices: Uint32Array, fileOf: ((index: number) => string) | undefined): string {
  const shown = [...indices.subarray(0, mostFiles)].map((index) =>
    fileOf === undefined ? String(index) : fileOf(index),
  );
  const more = indices.length > mostFiles ? ` and ${indices.length - mostFiles} more` : '';
  return `Images of the batch: ${shown.join(', ')}${more}.`;
}

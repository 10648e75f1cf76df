import { describeNetwork } from '@polyhead/model';
import { modelCard } from '@polyhead/report';
import { assertObject, type TaskMap } from '@polyhead/core';
import type { Callback, TrainRun } from '@polyhead/training';
import { type CheckpointsOptions, checkpoints as writeCheckpoints } from '@polyhead/training/node';

/**
 * Saves the run after every epoch: model, optimizer, schedule, callbacks and history, to the last bit. `train(network,
 * { resume: folder })` goes on from there.
 *
 * Each checkpoint is a folder that is written beside, flushed and renamed, with SHA-256 sums of its files: at every
 * moment the newest one is complete. With `best`, the best model so far lies in the folder `best` with a
 * model card, ready for {@link loadPredictor}. A lock keeps other runs out of the folder. `train` throws if the
 * folder is locked or cannot be written, and where the disk is full; what was complete stays.
 *
 * @example
 * ```ts
 * import { checkpoints } from 'polyhead';
 * const callback = checkpoints('runs/faces', { keepLast: 2, best: 'validation.loss' });
 * ```
 */
export function checkpoints<Tasks extends TaskMap = TaskMap>(
  folder: string,
  options: CheckpointsOptions<Tasks> = {},
): Callback<Tasks> {
  assertObject('checkpoints', options, { example: '{ keepLast: 2 }' });
  const readme = ({ network, history }: TrainRun<Tasks>): string =>
    modelCard({ network: describeNetwork(network), history }).toMarkdown();
  return writeCheckpoints(folder, { readme, ...options });
}

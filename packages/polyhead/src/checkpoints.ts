import { describeNetwork } from '@polyhead/model';
import { modelCard } from '@polyhead/report';
import { assertObject, type TaskMap } from '@polyhead/core';
import type { Callback, TrainRun } from '@polyhead/training';
import { type CheckpointsOptions, checkpoints as writeCheckpoints } from '@polyhead/training/node';

/**
 * Creates a callback that saves the run after every epoch: model, optimizer, schedule, callbacks and history, to the
 * last bit. `train(network, { resume: folder })` continues from there.
 *
 * Each checkpoint is a folder that is written under a temporary name, flushed and renamed, with SHA-256 checksums of
 * its files: at every moment the newest one is complete. With `best`, the best model so far is in the folder `best`
 * with a model card, ready for {@link loadPredictor}. A lock keeps other runs out of the folder.
 *
 * @param folder - Folder of the checkpoints; created if it does not exist.
 * @param options - How often to save, how many checkpoints to keep, and which model is the best. Default: after every
 * epoch, the last two, no best model.
 * @returns A callback for `train`. In `train`, it throws FOLDER_IN_USE if another run holds the folder or has left
 * checkpoints there, FILE_UNWRITABLE if the folder cannot be written or the disk is full (complete checkpoints stay),
 * and INTERRUPTED after a signal.
 * @throws {PolyheadError} INVALID_ARGUMENT if the folder is not a path or an option is not valid.
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

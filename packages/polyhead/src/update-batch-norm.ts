import type { Network } from '@polyhead/model';
import type { BatchSource, TaskMap } from '@polyhead/core';
import { updateBatchNorm as updateOnEngine, type UpdateBatchNormOptions } from '@polyhead/training';
import { ensureEngine } from './use-engine';

/**
 * Measures the means and variances of every batch normalization again, without dropout, as they will be in predictions;
 * the weights stay as they are. On the best engine unless `useEngine` chose one.
 *
 * Goes through the first batches of the source's epoch 0, as they are: give it training images without augmentation.
 * The option `updateBatchNorm` of {@link train} does it after every epoch.
 * Throws if source and network do not fit, or no image can be read; the averages are then what they were.
 *
 * @example
 * ```ts
 * import { faceTasks, imageBatches, loadModel, saveModel, scanUtkFace, splitRecords, updateBatchNorm } from 'polyhead';
 * const tasks = faceTasks();
 * const split = splitRecords((await scanUtkFace('UTKFace')).records, { seed: 7 });
 * const network = await loadModel('runs/faces/best', { tasks });
 * await updateBatchNorm(network, imageBatches(split.train, { tasks, imageSize: 198, seed: 7 }), { batches: 50 });
 * await saveModel(network, 'runs/faces/model');
 * ```
 */
export async function updateBatchNorm<Tasks extends TaskMap>(
  network: Network<Tasks>,
  source: BatchSource<NoInfer<Tasks>>,
  options: UpdateBatchNormOptions = {},
): Promise<void> {
  await ensureEngine();
  return updateOnEngine(network, source, options);
}

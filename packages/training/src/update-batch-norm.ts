import type { Network } from '@polyhead/model';
import type { Batch, BatchSource, TaskMap, TaskName } from '@polyhead/tasks';
import { tensor4d, tidy } from '@tensorflow/tfjs-core';
import { checkSetting } from './check-setting';
import { checkSource } from './session/check-run';
import { asInputs } from './steps/predict-function';

/** Options of {@link updateBatchNorm}. */
export interface UpdateBatchNormOptions {
  /** Batches that the averages are taken over; fewer where the source has fewer. Default 100. */
  readonly batches?: number;
}

/** What the layers of noise and normalization have that can be set from outside. */
interface Adjustable {
  rate?: number;
  stddev?: number;
  momentum?: number;
}

/**
 * Measures the means and variances of every batch normalization anew, without dropout, as they will be in predictions; the weights stay as they are. PyTorch calls it `update_bn`, Wu and Johnson (2021) precise batch norm.
 *
 * While training, the running averages are those of pictures under dropout and of weights some steps old. Where dropout stands before a dense layer with ReLU and batch normalization, as in the article, predictions can
 * be far off although training goes well (Li et al., 2019): call this before you evaluate such a network, above all in the first epochs.
 *
 * Give it training pictures without augmentation. Throws where source and network do not fit, or no picture can be read.
 *
 * @example
 * ```ts
 * import type { Network } from '@polyhead/model';
 * import type { BatchSource, FaceTasks } from '@polyhead/tasks';
 * import { evaluate, updateBatchNorm } from '@polyhead/training';
 * declare const network: Network<FaceTasks>, training: BatchSource<FaceTasks>, validation: BatchSource<FaceTasks>;
 * await updateBatchNorm(network, training, { batches: 50 });
 * const result = await evaluate(network, validation);
 * ```
 */
export async function updateBatchNorm<Tasks extends TaskMap>(network: Network<Tasks>, source: BatchSource<NoInfer<Tasks>>, { batches = 100 }: UpdateBatchNormOptions = {}): Promise<void> {
  checkSetting('updateBatchNorm', 'batches', batches, Number.isInteger(batches) && batches > 0, 'a whole number of at least 1');
  checkSource('updateBatchNorm', network, source);
  const layers = network.model.layers as unknown as Adjustable[];
  const before = layers.map(({ rate, stddev, momentum }) => ({ rate, stddev, momentum }));
  try {
    for (const layer of layers) silence(layer);
    await average(network, source, batches, layers.filter(({ momentum }) => momentum !== undefined));
  } finally {
    layers.forEach((layer, index) => putBack(layer, before[index] ?? {}));
  }
}

/** Runs batches through the network as in training; the share of what was there before makes of the running averages plain means. */
async function average<Tasks extends TaskMap>(network: Network<Tasks>, source: BatchSource<Tasks>, count: number, normalizations: readonly Adjustable[]): Promise<void> {
  let seen = 0;
  for await (const batch of source.batches(0)) {
    if (batch.size === 0) continue;
    for (const layer of normalizations) layer.momentum = seen / (seen + 1);
    runAsInTraining(network, batch);
    if (++seen === count) return;
  }
  if (seen === 0) throw new Error('updateBatchNorm: expected at least one picture, got none that could be read.');
}

function runAsInTraining<Tasks extends TaskMap>({ model, imageShape }: Network<Tasks>, { images, size }: Batch<TaskName<Tasks>>): void {
  tidy(() => void model.apply(asInputs(tensor4d(images, [size, ...imageShape], 'int32')), { training: true }));
}

function silence(layer: Adjustable): void {
  if (layer.rate !== undefined) layer.rate = 0;
  if (layer.stddev !== undefined) layer.stddev = 0;
}

function putBack(layer: Adjustable, { rate, stddev, momentum }: Adjustable): void {
  if (rate !== undefined) layer.rate = rate;
  if (stddev !== undefined) layer.stddev = stddev;
  if (momentum !== undefined) layer.momentum = momentum;
}

import type { Network } from '@polyhead/model';
import type { BatchSource, TaskMap } from '@polyhead/core';
import { type ImagePrediction, predict as predictOnEngine, type PredictOptions } from '@polyhead/training';
import { ensureEngine } from './use-engine';

/**
 * A prediction for every image of a source, in the order of its records; on the best engine unless `useEngine` chose
 * one.
 *
 * Throws if source and network do not fit, or the source is empty.
 *
 * @example
 * ```ts
 * import { faceTasks, imageBatches, loadModel, predict, scanUtkFace } from 'polyhead';
 * const tasks = faceTasks();
 * const { records } = await scanUtkFace('UTKFace');
 * const predictions = await predict(await loadModel('runs/faces/best', { tasks }), imageBatches(records, { tasks, imageSize: 198 }));
 * ```
 */
export async function predict<Tasks extends TaskMap>(
  network: Network<Tasks>,
  source: BatchSource<NoInfer<Tasks>>,
  options: PredictOptions = {},
): Promise<ImagePrediction<Tasks>[]> {
  await ensureEngine();
  return predictOnEngine(network, source, options);
}

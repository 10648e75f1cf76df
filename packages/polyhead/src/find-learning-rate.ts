import type { Network } from '@polyhead/model';
import type { TaskMap } from '@polyhead/core';
import {
  findLearningRate as findOnEngine,
  type FindLearningRateOptions,
  type LearningRateCurve,
} from '@polyhead/training';
import { ensureEngine } from './use-engine';

/**
 * Trains some steps with growing learning rates, ends where the loss explodes, and puts network and all back (the range
 * test of Smith, 2017); on the best engine unless `useEngine` chose one.
 *
 * Throws if network and source do not fit, or the rates make no sense.
 *
 * @example
 * ```ts
 * import { buildFaceNet, faceTasks, findLearningRate, imageBatches, scanUtkFace } from 'polyhead';
 * const tasks = faceTasks();
 * const { records } = await scanUtkFace('UTKFace');
 * const { suggested } = await findLearningRate(buildFaceNet({ tasks }), { training: imageBatches(records, { tasks, imageSize: 198 }) });
 * ```
 */
export async function findLearningRate<Tasks extends TaskMap>(
  network: Network<Tasks>,
  options: FindLearningRateOptions<NoInfer<Tasks>>,
): Promise<LearningRateCurve> {
  await ensureEngine();
  return findOnEngine(network, options);
}

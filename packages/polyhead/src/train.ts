import type { Network } from '@polyhead/model';
import type { TaskMap } from '@polyhead/core';
import type { History } from '@polyhead/training';
import { type NodeTrainOptions, train as trainOnEngine } from '@polyhead/training/node';
import { ensureEngine } from './use-engine';

/**
 * Trains a network, on the best engine unless `useEngine` chose one: every epoch goes once through the training source,
 * then scores the whole validation source.
 *
 * The weights change in place; the history comes back. Throws if sources and network do not fit, there is nothing to
 * train on, a loss is not a finite number any more, or `resume` names a folder without a whole checkpoint.
 *
 * @example
 * ```ts
 * import { adam, buildFaceNet, faceTasks, imageBatches, scanUtkFace, splitRecords, train } from 'polyhead';
 * const tasks = faceTasks();
 * const { records } = await scanUtkFace('UTKFace');
 * const split = splitRecords(records, { seed: 7 });
 * const training = imageBatches(split.train, { tasks, imageSize: 198, seed: 7 });
 * const history = await train(buildFaceNet({ tasks }), { training, epochs: 10, optimizer: adam({ learningRate: 1e-4 }) });
 * ```
 */
export async function train<Tasks extends TaskMap>(
  network: Network<Tasks>,
  options: NodeTrainOptions<NoInfer<Tasks>>,
): Promise<History<Tasks>> {
  await ensureEngine();
  return trainOnEngine(network, options);
}

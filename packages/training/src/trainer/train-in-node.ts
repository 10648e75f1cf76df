import type { Network } from '@polyhead/model';
import type { TaskMap } from '@polyhead/core';
import type { History } from '../history/history';
import type { RunState } from '../history/run-state';
import { checkMemory } from './check-memory';
import { checkRun } from './check-run';
import type { TrainOptions } from './train-options';
import { train as trainAnywhere } from './train';
import { memoryLimit } from './memory-limit';
import { readCheckpoint } from '../checkpoints/read-checkpoint';

/** Options of {@link train} in Node. */
export interface NodeTrainOptions<Tasks extends TaskMap = TaskMap> extends Omit<TrainOptions<Tasks>, 'resume'> {
  /**
   * Where to go on: a folder that `checkpoints` wrote to (a new run where it holds no checkpoint yet), or a state.
   * Default: a new run.
   */
  readonly resume?: string | RunState;
}

/**
 * Trains a network as `train` of the main entry does, and resumes from a folder of checkpoints.
 *
 * @param network - Network to train, with tasks and an image shape that equal those of the sources.
 * @param options - Options of `train`, where `resume` may also be a folder: a new run if it has no checkpoint yet.
 * @returns The history; `resumed` names the checkpoint, corrupt ones, and the settings that changed.
 * @throws {PolyheadError} The errors of `train`; OUT_OF_MEMORY if a step cannot fit into the memory of the machine or
 * its container; CORRUPT_CHECKPOINT if every checkpoint of the folder is corrupt.
 *
 * @example
 * ```ts
 * import type { Network } from '@polyhead/model';
 * import type { BatchSource, FaceTasks } from '@polyhead/core';
 * import { checkpoints, train } from '@polyhead/training/node';
 * declare const network: Network<FaceTasks>, training: BatchSource<FaceTasks>;
 * const callbacks = [checkpoints('runs/faces')];
 * const history = await train(network, { training, epochs: 10, callbacks, resume: 'runs/faces' });
 * history.resumed?.damaged; // checkpoints that were passed over
 * ```
 */
export async function train<Tasks extends TaskMap>(
  network: Network<Tasks>,
  options: NodeTrainOptions<NoInfer<Tasks>>,
): Promise<History<Tasks>> {
  checkRun(network, options);
  const { resume, ...rest } = options;
  const { bytes, whose } = memoryLimit();
  checkMemory(network, options, bytes, whose);
  const state = typeof resume === 'string' ? await readCheckpoint(resume) : resume;
  return trainAnywhere(network, { ...rest, ...(state && { resume: state }) } as TrainOptions<NoInfer<Tasks>>);
}

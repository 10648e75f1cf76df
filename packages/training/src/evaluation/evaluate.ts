import type { Network } from '@polyhead/model';
import { type BatchSource, type Task, type TaskMap, taskNames } from '@polyhead/core';
import type { EvaluatedImages, Evaluation } from './evaluation';
import { evaluateTask } from './evaluate-task';
import type { PredictOptions } from './predict-options';
import { predictSource } from './predict-source';
import { sortOutputs } from '../scores/sort-outputs';
import { zipTasks } from '../steps/predict-function';

/**
 * How well a network does on a whole source: every number of scikit-learn's tables, from predictions for every image,
 * whatever the batch size.
 *
 * Throws if network and source do not fit, no image can be read, or the source samples, mixes, augments or drops
 * images. The weights are those of the call, also while the network is in training.
 *
 * @example
 * ```ts
 * import type { Network } from '@polyhead/model';
 * import type { BatchSource, FaceTasks } from '@polyhead/core';
 * import { evaluate } from '@polyhead/training';
 * declare const network: Network<FaceTasks>, test: BatchSource<FaceTasks>;
 * const result = await evaluate(network, test);
 * result.race.report.toString(); // the table
 * result.age.meanAbsoluteError; // years
 * ```
 */
export async function evaluate<Tasks extends TaskMap>(
  network: Network<Tasks>,
  source: BatchSource<NoInfer<Tasks>>,
  options: PredictOptions = {},
): Promise<Evaluation<Tasks>> {
  const collection = await predictSource('evaluate', network, source, options);
  const { tasks } = network;
  const names = taskNames(tasks);
  const { loss } = collection.scores('evaluate: loss');
  const sorted = sortOutputs(tasks, collection);
  const { fileOf, skipped = [] } = source;
  const images: EvaluatedImages = {
    size: sorted.indices.length,
    indices: sorted.indices,
    ...(fileOf && { files: Array.from(sorted.indices, (index) => fileOf(index)) }),
    skipped: [...skipped],
  };
  return {
    ...zipTasks(
      names,
      names.map((name) => evaluateTask(tasks[name] as Task, sorted.tasks[name])),
    ),
    loss,
    images,
  } as unknown as Evaluation<Tasks>;
}

import type { Network } from '@polyhead/model';
import { type BatchSource, type Task, type TaskMap, taskNames } from '@polyhead/core';
import type { EvaluatedImages, Evaluation } from './evaluation';
import { evaluateTask } from './evaluate-task';
import type { PredictOptions } from './predict-options';
import { predictSource } from './predict-source';
import { sortOutputs } from '../scores/sort-outputs';
import { zipTasks } from '../steps/predict-function';

/**
 * Evaluates a network on a whole source: the metrics of scikit-learn's tables, computed from the predictions for all
 * images, so that they do not depend on the batch size.
 *
 * The weights are those at the time of the call, also during training.
 *
 * @param network - Network to evaluate.
 * @param source - Images with labels; it must yield every image once and unchanged.
 * @param options - Whether to average the predictions of each image and its mirror image, and whether an engine may
 * compile. Default: no mirror images, compiled.
 * @returns The total loss, the images, and one entry for each task with its loss, metrics and columns.
 * @throws {PolyheadError} INVALID_ARGUMENT if no image can be read, or the source samples, mixes, augments or drops
 * images; DATA_MISMATCH if the source does not fit the network.
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

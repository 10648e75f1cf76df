import type { Network } from '@polyhead/model';
import { type BatchSource, type PredictionsOf, type Task, type TaskMap, taskNames } from '@polyhead/core';
import type { PredictOptions } from './predict-options';
import { predictSource } from './predict-source';
import { sortOutputs } from '../scores/sort-outputs';
import { zipTasks } from '../steps/predict-function';

/** What a network says about one image of a source. */
export interface ImagePrediction<Tasks extends TaskMap = TaskMap> {
  /** Position of the image's record. */
  readonly index: number;
  /** Its file. Absent where the source has no files. */
  readonly file?: string;
  /** A number or a label with probabilities for each task. */
  readonly prediction: PredictionsOf<Tasks>;
}

/**
 * Predicts every image of a source, in the order of the records. Images that cannot be read are missing from the
 * result:
 * use `index` to find the record.
 *
 * The weights are those at the time of the call, also during training.
 *
 * @param network - Network that predicts.
 * @param source - Images; it must yield every image once and unchanged.
 * @param options - Whether to average the predictions of each image and its mirror image, and whether an engine may
 * compile. Default: no mirror images, compiled.
 * @returns One prediction for each image, with the index of its record.
 * @throws {PolyheadError} INVALID_ARGUMENT if the source samples, mixes, augments or drops images; DATA_MISMATCH if it
 * does not fit the network.
 *
 * @example
 * ```ts
 * import type { Network } from '@polyhead/model';
 * import type { BatchSource, FaceTasks } from '@polyhead/core';
 * import { predict } from '@polyhead/training';
 * declare const network: Network<FaceTasks>, source: BatchSource<FaceTasks>;
 * const [first] = await predict(network, source);
 * first?.prediction.race.label;
 * ```
 */
export async function predict<Tasks extends TaskMap>(
  network: Network<Tasks>,
  source: BatchSource<NoInfer<Tasks>>,
  options: PredictOptions = {},
): Promise<ImagePrediction<Tasks>[]> {
  const collection = await predictSource('predict', network, source, options);
  const { tasks } = network;
  const names = taskNames(tasks);
  const sorted = sortOutputs(tasks, collection);
  return Array.from(sorted.indices, (index, row) => {
    const decoded = names.map((name) => decodeRow(tasks[name] as Task, sorted.tasks[name].outputs, row));
    return {
      index,
      ...(source.fileOf && { file: source.fileOf(index) }),
      prediction: zipTasks(names, decoded) as PredictionsOf<Tasks>,
    };
  });
}

function decodeRow(task: Task, outputs: Float32Array, row: number): ReturnType<Task['decode']> {
  return task.decode(outputs, row * task.units);
}

import type { Network } from '@polyhead/model';
import { type TaskMap, type TaskName, taskNames } from '@polyhead/tasks';
import * as tf from '@tensorflow/tfjs-core';

/** Outputs of a network by task, [n, units], in inference mode. */
export type PredictFunction<Tasks extends TaskMap = TaskMap> = (images: tf.Tensor4D) => Readonly<Record<TaskName<Tasks>, tf.Tensor2D>>;

/**
 * The prediction of a network as a function of tensors: pixels 0 to 255 as int32 [n, height, width, channels] -> outputs by task.
 *
 * Reads no value, so that it can be traced. The caller frees what comes back.
 *
 * @example
 * ```ts
 * import type { Network } from '@polyhead/model';
 * import { predictFunction } from '@polyhead/training';
 * declare const network: Network;
 * const predict = predictFunction(network);
 * ```
 */
export function predictFunction<Tasks extends TaskMap>({ model, tasks }: Network<Tasks>): PredictFunction<Tasks> {
  const names = taskNames(tasks);
  return (images) => tf.tidy(() => byTask(names, [model.apply(asInputs(images), { training: false })].flat() as tf.Tensor2D[]));
}

/** Pixels 0 to 255 -> the network's input, 0 to 1. */
export function asInputs(images: tf.Tensor4D): tf.Tensor4D {
  return tf.div(tf.cast(images, 'float32'), 255);
}

export function byTask<Name extends string, Value>(names: readonly Name[], values: readonly Value[]): Readonly<Record<Name, Value>> {
  return Object.fromEntries(names.map((name, index) => [name, values[index]])) as Record<Name, Value>;
}

import { assertNetwork, type Network } from '@polyhead/model';
import { type TaskMap, type TaskName, taskNames, invalidArgument } from '@polyhead/core';
import * as tf from '@tensorflow/tfjs-core';
import { patchForInference } from '../layer-patches/patch-layers';

/** Predictions as tensor operations: outputs of a network by task, [n, units], in inference mode. */
export interface PredictFunction<Tasks extends TaskMap = TaskMap> {
  /**
   * `images` [n, height, width, channels] are pixels 0 to 255 as int32. Reads no value, so that it can be traced. The
   * caller frees what comes back.
   */
  (images: tf.Tensor4D): Readonly<Record<TaskName<Tasks>, tf.Tensor2D>>;
  /** Ends the use of the function: a later call throws. The network stays as it is. */
  dispose(): void;
}

/**
 * Returns the prediction of a network as a function of tensors: evaluation runs it, and compiled engines trace it.
 *
 * During a call, some layers of the network run as one if the backend has kernels for that, without gradients. Before
 * and after a call the layers are unchanged.
 *
 * @param network - Network that predicts.
 * @returns The function; dispose of it after use.
 * @throws {PolyheadError} INVALID_ARGUMENT if `network` is not a network.
 *
 * @example
 * ```ts
 * import type { Network } from '@polyhead/model';
 * import { predictFunction } from '@polyhead/training';
 * declare const network: Network;
 * const predict = predictFunction(network);
 * predict.dispose();
 * ```
 */
export function predictFunction<Tasks extends TaskMap>(network: Network<Tasks>): PredictFunction<Tasks> {
  assertNetwork('predictFunction', network);
  const { model, tasks } = network;
  const names = taskNames(tasks);
  const withOverrides = patchForInference(model);
  let isDisposed = false;
  const predict = (images: tf.Tensor4D): ReturnType<PredictFunction<Tasks>> => {
    if (isDisposed)
      throw invalidArgument('predictFunction', 'the function must not be disposed', 'a call after "dispose"');
    return withOverrides(() =>
      tf.tidy(() =>
        zipTasks(names, [model.apply(normalizeImages(images), { training: false })].flat() as tf.Tensor2D[]),
      ),
    );
  };
  return Object.assign(predict, { dispose: () => void (isDisposed = true) });
}

/** Pixels 0 to 255 -> the network's input, 0 to 1. */
export function normalizeImages(images: tf.Tensor4D): tf.Tensor4D {
  return tf.div(tf.cast(images, 'float32'), 255);
}

export function zipTasks<Name extends string, Value>(
  names: readonly Name[],
  values: readonly Value[],
): Readonly<Record<Name, Value>> {
  return Object.fromEntries(names.map((name, index) => [name, values[index]])) as Record<Name, Value>;
}

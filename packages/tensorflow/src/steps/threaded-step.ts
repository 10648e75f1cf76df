import type { Network } from '@polyhead/model';
import type { TaskMap } from '@polyhead/core';
import type { TrainStep, TrainStepOptions } from '@polyhead/training';
import type { CompiledStepOptions } from './compiled-predict-step';
import { validateStepOptions } from './validate-step';
import { tryThreadedStep } from './try-threaded-step';

/**
 * Compiles the training step of a network into one TensorFlow graph in a separate thread. The main thread stays free to
 * decode images, draw progress and handle Ctrl-C while a step runs. The weights of `network` change at `dispose`, not
 * before.
 *
 * @param network - The network to train; the thread trains a copy.
 * @param options - Optimizer, seed and weighting of the losses.
 * @param compiledOptions - Precision. Default float32.
 * @returns The step; dispose it after the last batch. Undefined if the network cannot be copied into a thread: it has a
 *   custom optimizer, tasks or layers that only your program knows, or a layer that two inner models share.
 * @throws {PolyheadError} `UNTRACEABLE` if the step cannot become a graph, `INVALID_ARGUMENT` if an argument is wrong,
 *   and `THREAD_FAILED` if the thread ends.
 *
 * @example
 * ```ts
 * import type { Network } from '@polyhead/model';
 * import { threadedStep, useTensorFlow } from '@polyhead/tensorflow';
 * import { adam } from '@polyhead/training';
 * declare const network: Network;
 * await useTensorFlow();
 * const step = await threadedStep(network, { optimizer: adam(), seed: 7 });
 * await step?.dispose();
 * ```
 */
export async function threadedStep<Tasks extends TaskMap>(
  network: Network<Tasks>,
  options: TrainStepOptions,
  compiledOptions: CompiledStepOptions = {},
): Promise<TrainStep<Tasks> | undefined> {
  validateStepOptions('threadedStep', network, options, compiledOptions);
  const step = await tryThreadedStep(network, options, compiledOptions);
  return typeof step === 'string' ? undefined : step;
}

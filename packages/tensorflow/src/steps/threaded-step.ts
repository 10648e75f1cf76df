import type { Network } from '@polyhead/model';
import type { TaskMap } from '@polyhead/core';
import type { TrainStep, TrainStepOptions } from '@polyhead/training';
import type { CompiledStepOptions } from './compiled-predict-step';
import { validateStepOptions } from './validate-step';
import { tryThreadedStep } from './try-threaded-step';

/**
 * The training step of a network as one TensorFlow graph in a thread of its own: the main thread stays free to decode
 * images, draw progress and take Ctrl-C while a step runs.
 *
 * Undefined if the network cannot be copied into a thread: a custom optimizer, tasks or layers that only your program
 * knows, or a layer that two inner models share.
 * The network's weights are those of the start until `dispose`.
 * Throws if the step cannot become a graph.
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

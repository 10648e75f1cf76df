import type { Network } from '@polyhead/model';
import { processState, type TaskMap, PolyheadError } from '@polyhead/core';
import * as tf from '@tensorflow/tfjs-core';
import { eagerPredictStep, eagerStep } from './eager-step';
import type { PredictStep, PredictStepFactory, TrainStep, TrainStepFactory, TrainStepOptions } from './train-step';

// Shared with other copies of this package, as tfjs shares its backends: an engine is there for all of them.
const trainSteps = processState('@polyhead/training/train-steps', () => new Map<string, TrainStepFactory>());
const predictSteps = processState('@polyhead/training/predict-steps', () => new Map<string, PredictStepFactory>());

/**
 * Lets an engine take over training on a tfjs backend: `train` asks its factory first unless told `compile: false`. The
 * last registration counts.
 *
 * @example
 * ```ts
 * import { registerTrainStep } from '@polyhead/training';
 * registerTrainStep('my-backend', async () => undefined); // undefined: cannot, use the eager step
 * ```
 */
export function registerTrainStep(backend: string, factory: TrainStepFactory): void {
  trainSteps.set(backend, factory);
}

/**
 * Lets an engine take over `evaluate` and `predict` on a tfjs backend. The last registration counts.
 *
 * @example
 * ```ts
 * import { registerPredictStep } from '@polyhead/training';
 * registerPredictStep('my-backend', async () => undefined);
 * ```
 */
export function registerPredictStep(backend: string, factory: PredictStepFactory): void {
  predictSteps.set(backend, factory);
}

/** Whether an engine compiles training steps on the current backend. */
export function compilesSteps(): boolean {
  return trainSteps.has(tf.getBackend());
}

/** The best step there is for this network on the current backend, and whether an engine compiled it. */
export async function makeTrainStep<Tasks extends TaskMap>(
  network: Network<Tasks>,
  options: TrainStepOptions,
  compile: boolean,
): Promise<{ readonly step: TrainStep<Tasks>; readonly compiled: boolean }> {
  await tf.ready();
  if (compile && options.microBatchSize !== undefined && compilesSteps()) {
    throw new PolyheadError(
      'INVALID_ARGUMENT',
      `train: "microBatchSize" splits steps that run operation by operation, and the ${tf.getBackend()} engine compiles them. Leave it out where the machine has memory for the whole batch, or pass compile: false.`,
    );
  }
  const step = compile ? await trainSteps.get(tf.getBackend())?.(network, options) : undefined;
  return { step: step ?? (await eagerStep(network, options)), compiled: step !== undefined };
}

/** The best predictions there are for this network on the current backend. */
export async function makePredictStep<Tasks extends TaskMap>(
  network: Network<Tasks>,
  compile: boolean,
): Promise<PredictStep<Tasks>> {
  await tf.ready();
  return (compile ? await predictSteps.get(tf.getBackend())?.(network) : undefined) ?? eagerPredictStep(network);
}

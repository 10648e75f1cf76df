import type { Network } from '@polyhead/model';
import { processState, type TaskMap, PolyheadError } from '@polyhead/core';
import * as tf from '@tensorflow/tfjs-core';
import { eagerPredictStep, eagerStep } from './eager-step';
import type { PredictStep, PredictStepFactory, TrainStep, TrainStepFactory, TrainStepOptions } from './train-step';

// Shared with other copies of this package, as tfjs shares its backends: an engine is there for all of them.
const trainSteps = processState('@polyhead/training/train-steps', () => new Map<string, TrainStepFactory>());
const predictSteps = processState('@polyhead/training/predict-steps', () => new Map<string, PredictStepFactory>());

/**
 * Registers the training step of an engine for a tfjs backend: `train` calls its factory first, unless `compile` is
 * false. A later registration replaces an earlier one.
 *
 * @param backend - Name of the tfjs backend, such as `wasm`.
 * @param factory - Creates a step for a network, or returns undefined if the engine cannot: then the eager step runs.
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
 * Registers the predictions of an engine for a tfjs backend: `evaluate` and `predict` call its factory first, unless
 * `compile` is false. A later registration replaces an earlier one.
 *
 * @param backend - Name of the tfjs backend, such as `wasm`.
 * @param factory - Creates a prediction step for a network, or returns undefined if the engine cannot.
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

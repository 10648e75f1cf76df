import type { Network } from '@polyhead/model';
import { type Batch, assertBytes, type TaskMap, type TaskName, taskNames, PolyheadError } from '@polyhead/core';
import * as tf from '@tensorflow/tfjs-core';
import type { StepInfo } from '../optimizers/optimizer';
import { zipTasks, predictFunction } from './predict-function';
import { readTrainState } from './read-train-state';
import { trainFunction } from './train-function';
import type { Outputs, PredictStep, StepResult, TrainStep, TrainStepOptions } from './train-step';
import { writeTrainState } from './write-train-state';

/**
 * Creates the training step that runs on any tfjs backend, operation by operation. It is the reference for compiled
 * steps.
 *
 * @param network - Network to train.
 * @param options - Optimizer, seed of the noise, and how the losses are weighted and averaged.
 * @returns A step, which changes the weights of the network in place until it is disposed of.
 * @throws {PolyheadError} INVALID_ARGUMENT if the network has no trainable weights or an option is not valid.
 *
 * @example
 * ```ts
 * import type { Network } from '@polyhead/model';
 * import { adam, eagerStep } from '@polyhead/training';
 * declare const network: Network;
 * const step = await eagerStep(network, { optimizer: adam(), seed: 7 });
 * await step.dispose();
 * ```
 */
export async function eagerStep<Tasks extends TaskMap>(
  network: Network<Tasks>,
  options: TrainStepOptions,
): Promise<TrainStep<Tasks>> {
  const step = trainFunction(network, options);
  const prediction = await eagerPredictStep(network).catch((error: unknown) => {
    step.dispose();
    throw error;
  });
  const names = taskNames(network.tasks);
  let isDisposed = false;
  const assertOpen = (method: string): void => assertStepOpen('eagerStep', method, isDisposed);
  return {
    predict: prediction.predict,
    run: async (batch, at) => {
      assertOpen('run');
      const { loss, losses, outputs } = tidyStep(() =>
        step.run(imageTensor(network, batch.images, batch.size), targetTensors(network.tasks, batch), stepScalars(at)),
      );
      const [total, each, all] = await Promise.all([readAll({ loss }), readAll(losses), readAll(outputs)]);
      return {
        loss: total.loss[0] ?? NaN,
        losses: zipTasks(
          names,
          names.map((name) => each[name][0] ?? NaN),
        ),
        outputs: all,
      } satisfies StepResult<Tasks>;
    },
    readState: async () => {
      assertOpen('readState');
      return readTrainState(step);
    },
    writeState: async (state) => {
      assertOpen('writeState');
      return writeTrainState(step, state);
    },
    dispose: async () => {
      if (isDisposed) return;
      isDisposed = true;
      await prediction.dispose();
      step.dispose();
    },
  };
}

/** Predictions on any tfjs backend, operation by operation. */
export async function eagerPredictStep<Tasks extends TaskMap>(network: Network<Tasks>): Promise<PredictStep<Tasks>> {
  const predict = predictFunction(network);
  let isDisposed = false;
  return {
    predict: async (images, size): Promise<Outputs<Tasks>> => {
      assertStepOpen('eagerStep', 'predict', isDisposed);
      return readAll(tidyStep(() => predict(imageTensor(network, images, size))));
    },
    dispose: async () => {
      if (isDisposed) return;
      isDisposed = true;
      predict.dispose();
    },
  };
}

/** Throws if a method of a step is called after `dispose`. */
function assertStepOpen(where: string, method: string, isDisposed: boolean): void {
  if (isDisposed)
    throw new PolyheadError(
      'DISPOSED',
      `${where}: "${method}" must be called before "dispose". Make another step to go on with.`,
    );
}

function imageTensor({ imageShape }: Network, images: Uint8Array, size: number): tf.Tensor4D {
  const pixels = assertBytes('eagerStep', images, { what: 'the "images" of a batch' });
  return tf.tensor4d(pixels, [size, ...imageShape], 'int32');
}

function targetTensors<Tasks extends TaskMap>(
  tasks: Tasks,
  { targets, size }: Batch<TaskName<Tasks>>,
): Record<TaskName<Tasks>, tf.Tensor2D> {
  const names = taskNames(tasks);
  return zipTasks(
    names,
    names.map((name) => tf.tensor2d(targets[name], [size, tasks[name]?.units ?? 1], 'float32')),
  );
}

function stepScalars(numbers: StepInfo): { learningRate: tf.Scalar; step: tf.Scalar; numbers: StepInfo } {
  return { learningRate: tf.scalar(numbers.learningRate), step: tf.scalar(numbers.step, 'int32'), numbers };
}

/** `tf.tidy` for any tree of tensors. */
function tidyStep<Tensors>(run: () => Tensors): Tensors {
  return tf.tidy(run as () => tf.TensorContainer) as Tensors;
}

/** Reads tensors and frees them. */
async function readAll<Name extends string>(
  tensors: Readonly<Record<Name, tf.Tensor>>,
): Promise<Record<Name, Float32Array>> {
  const names = Object.keys(tensors) as Name[];
  try {
    const values = await Promise.all(names.map((name) => tensors[name].data<'float32'>()));
    return zipTasks(names, values) as Record<Name, Float32Array>;
  } finally {
    names.forEach((name) => tensors[name].dispose());
  }
}

import type { Network } from '@polyhead/model';
import { type Batch, type TaskMap, taskNames } from '@polyhead/core';
import {
  readTrainState,
  type StepScalars,
  type StepInfo,
  type StepResult,
  type TrainFunction,
  trainFunction,
  type TrainStep,
  type TrainStepOptions,
  writeTrainState,
} from '@polyhead/training';
import { scalar, type Tensor2D, type Tensor4D, tensor2d } from '@tensorflow/tfjs-core';
import { compile } from '../session/compile';
import type { Inputs } from '../tracing/inputs';
import type { Tensors } from '../tracing/trace';
import { compiledPredictStep, type CompiledStepOptions } from './compiled-predict-step';
import { validateStepOptions, memoizeAsync } from './validate-step';
import { assertTargets, disposeAll, imageTensor, pickByTask, readAll, sampleImages } from './step-tensors';

/**
 * Compiles the training step of a network into one TensorFlow graph in this thread. Images enter it as bytes; weights
 * and optimizer slots stay in the graph until they are read.
 *
 * @param network - The network to train.
 * @param options - Optimizer, seed and weighting of the losses.
 * @param compiledOptions - Precision. Default float32.
 * @returns The step; dispose it after the last batch.
 * @throws {PolyheadError} `UNTRACEABLE` if the step cannot become a graph, `ENGINE_UNAVAILABLE` if the processor is
 *   slower with the requested precision or native TensorFlow is not loaded, and `INVALID_ARGUMENT` if an argument is
 *   wrong.
 *
 * @example
 * ```ts
 * import type { Network } from '@polyhead/model';
 * import { compiledStep, useTensorFlow } from '@polyhead/tensorflow';
 * import { adam } from '@polyhead/training';
 * declare const network: Network;
 * await useTensorFlow();
 * const step = await compiledStep(network, { optimizer: adam(), seed: 7 });
 * await step.dispose();
 * ```
 */
export async function compiledStep<Tasks extends TaskMap>(
  network: Network<Tasks>,
  options: TrainStepOptions,
  compiledOptions: CompiledStepOptions = {},
): Promise<TrainStep<Tasks>> {
  validateStepOptions('compiledStep', network, options, compiledOptions);
  const { precision } = compiledOptions;
  const names = taskNames(network.tasks);
  const step = trainFunction(network, options);
  const predictions = await compiledPredictStep(network, { ...(precision && { precision }) }).catch(
    (error: unknown) => {
      step.dispose();
      throw error;
    },
  );
  const compiled = compile((inputs: Tensors) => flatStep(step, names, inputs), {
    batched: ['images', ...names.map((name) => `target/${name}`)],
    ...(precision && { precision }),
  });
  const dispose = memoizeAsync(async () => {
    await predictions.dispose();
    compiled.dispose();
    step.dispose();
  });
  try {
    withInputs(sampleOf(network), compiled.prepare);
  } catch (error) {
    await dispose();
    throw error;
  }
  return {
    predict: predictions.predict,
    run: async (batch, at) => {
      assertTargets(network.tasks, batch.targets, batch.size);
      const { loss, ...values } = readAll(withInputs(inputsOf(network, batch, at), compiled.run));
      const losses = pickByTask(names, 'loss', values);
      return {
        loss: loss?.[0] ?? NaN,
        losses: byTask(names, (name) => losses[name]?.[0] ?? NaN),
        outputs: pickByTask(names, 'output', values),
      } as StepResult<Tasks>;
    },
    readState: async () => {
      compiled.pull();
      return readTrainState(step);
    },
    writeState: async (state) => writeTrainState(step, state),
    dispose,
  };
}

/** Runs a step from and to one flat record of tensors. */
function flatStep<Tasks extends TaskMap>(
  step: TrainFunction<Tasks>,
  names: readonly string[],
  inputs: Tensors,
): Tensors {
  const clock = { learningRate: inputs['learningRate'], step: inputs['step'] } as StepScalars;
  const { loss, losses, outputs } = step.run(
    inputs['images'] as Tensor4D,
    pickByTask(names, 'target', inputs) as Parameters<typeof step.run>[1],
    clock,
  );
  const prefixed = (prefix: string, tensors: Tensors): Tensors =>
    Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [`${prefix}/${name}`, tensor]));
  return { loss, ...prefixed('loss', losses), ...prefixed('output', outputs) };
}

function inputsOf(
  { tasks, imageShape }: Network,
  { images, targets, size }: Pick<Batch, 'images' | 'targets' | 'size'>,
  at: StepInfo,
): Inputs {
  const input = imageTensor(imageShape, images, size); // throws before there is a tensor to free
  const target = (name: string): Tensor2D => tensor2d(targets[name] ?? [], [size, tasks[name]?.units ?? 1], 'float32');
  return {
    images: input,
    learningRate: scalar(at.learningRate),
    step: scalar(at.step, 'int32'),
    ...Object.fromEntries(taskNames(tasks).map((name) => [`target/${name}`, target(name)])),
  };
}

/** Returns inputs of the right shapes, to record the step with. */
function sampleOf(network: Network): Inputs {
  const { tasks, imageShape } = network;
  return inputsOf(
    network,
    {
      images: sampleImages(imageShape),
      targets: byTask(taskNames(tasks), (name) => new Float32Array(tasks[name]?.units ?? 1)),
      size: 1,
    },
    { learningRate: 0, step: 0 },
  );
}

function byTask<Value>(names: readonly string[], valueOf: (name: string) => Value): Record<string, Value> {
  return Object.fromEntries(names.map((name) => [name, valueOf(name)]));
}

function withInputs<T>(inputs: Inputs, use: (inputs: Inputs) => T): T {
  try {
    return use(inputs);
  } finally {
    disposeAll(inputs);
  }
}

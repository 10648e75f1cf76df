import type { Network } from '@polyhead/model';
import { type Batch, type ImageShape, type TaskMap, taskNames } from '@polyhead/tasks';
import { readTrainState, type StepNumbers, type StepResult, trainFunction, type TrainStep, type TrainStepOptions, writeTrainState } from '@polyhead/training';
import { scalar, type Tensor, type Tensor2D, type Tensor4D, tensor2d } from '@tensorflow/tfjs-core';
import { compile } from '../compile/compile';
import type { Bytes } from '../compile/inputs';
import { compiledPredictStep } from './compiled-predict-step';
import { disposeAll, picturesOf, pickByTask, readAll, samplePictures } from './step-tensors';

/**
 * The training step of a network as one TensorFlow graph, in this thread: pictures go in as bytes, weights and optimizer slots stay in the graph until they are read.
 *
 * Throws a `TraceError` where the step cannot become a graph.
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
export async function compiledStep<Tasks extends TaskMap>(network: Network<Tasks>, options: TrainStepOptions): Promise<TrainStep<Tasks>> {
  const { tasks, imageShape } = network;
  const names = taskNames(tasks);
  const step = trainFunction(network, options);
  const inputsOf = (images: Uint8Array, targets: Batch['targets'], size: number, at: StepNumbers): Record<string, Tensor | Bytes> => ({
    images: picturesOf(imageShape, images, size),
    learningRate: scalar(at.learningRate),
    step: scalar(at.step, 'int32'),
    ...Object.fromEntries(names.map((name) => [`target/${name}`, tensor2d(targets[name] ?? [], [size, tasks[name]?.units ?? 1], 'float32')])),
  });
  const compiled = compile(
    ({ images, learningRate, step: index, ...targets }) => {
      const results = step.run(images as Tensor4D, pickByTask(names, 'target', targets) as never, { learningRate, step: index } as never);
      return { loss: results.loss, ...prefixed('loss', results.losses), ...prefixed('output', results.outputs) };
    },
    { batched: ['images', ...names.map((name) => `target/${name}`)] },
  );
  const predictions = await compiledPredictStep(network);
  const dispose = async (): Promise<void> => {
    await predictions.dispose();
    compiled.dispose();
    step.dispose();
  };
  const withInputs = <T>(inputs: Record<string, Tensor | Bytes>, use: (inputs: Record<string, Tensor | Bytes>) => T): T => {
    try {
      return use(inputs);
    } finally {
      disposeAll(inputs);
    }
  };
  try {
    const none = Object.fromEntries(names.map((name) => [name, new Float32Array(tasks[name]?.units ?? 1)]));
    withInputs(inputsOf(samplePictures(imageShape), none, 1, { learningRate: 0, step: 0 }), compiled.prepare);
  } catch (error) {
    await dispose();
    throw error;
  }
  return {
    predict: predictions.predict,
    run: async ({ images, targets, size }, at) => {
      const results = readAll(withInputs(inputsOf(images, targets, size, at), compiled.run));
      const { loss, ...rest } = results;
      const losses = pickByTask(names, 'loss', rest);
      return { loss: loss?.[0] ?? NaN, losses: Object.fromEntries(names.map((name) => [name, losses[name]?.[0] ?? NaN])), outputs: pickByTask(names, 'output', rest) } as StepResult<Tasks>;
    },
    readState: async () => {
      compiled.pull();
      return readTrainState(step);
    },
    writeState: async (state) => writeTrainState(step, state),
    dispose,
  };
}

function prefixed(prefix: string, tensors: Readonly<Record<string, Tensor2D | Tensor>>): Record<string, Tensor> {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [`${prefix}/${name}`, tensor]));
}

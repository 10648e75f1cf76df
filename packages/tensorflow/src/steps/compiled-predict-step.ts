import { expectNetwork, type Network } from '@polyhead/model';
import { expectObject, type TaskMap } from '@polyhead/tasks';
import { type Outputs, predictFunction, type PredictStep } from '@polyhead/training';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { bfloat16Support } from '../bfloat16-support';
import { compile, type CompileOptions } from '../compile/compile';
import type { Tensors } from '../compile/trace';
import { compiledNames, once } from './step-manners';
import { picturesOf, readAll, samplePictures } from './step-tensors';

/** Options of {@link compiledStep} and {@link compiledPredictStep}. */
export type CompiledStepOptions = Pick<CompileOptions, 'precision'>;

/**
 * Prediction of a network as one TensorFlow graph, in this thread. It follows the network's weights, wherever they
 * change.
 *
 * In bfloat16 it computes only where that makes predictions faster ({@link bfloat16Support}), else in float32. Throws a
 * `TraceError` where the network cannot become a graph.
 *
 * @example
 * ```ts
 * import type { Network } from '@polyhead/model';
 * import { compiledPredictStep, useTensorFlow } from '@polyhead/tensorflow';
 * declare const network: Network, images: Uint8Array;
 * await useTensorFlow();
 * const predictions = await compiledPredictStep(network);
 * const outputs = await predictions.predict(images, 8);
 * await predictions.dispose();
 * ```
 */
export async function compiledPredictStep<Tasks extends TaskMap>(
  network: Network<Tasks>,
  options: CompiledStepOptions = {},
): Promise<PredictStep<Tasks>> {
  expectNetwork('compiledPredictStep', network);
  expectObject('compiledPredictStep', options, { names: compiledNames, example: "{ precision: 'bfloat16' }" });
  const precision = options.precision === 'bfloat16' && isTooSlow() ? 'float32' : options.precision;
  const predict = predictFunction(network);
  const compiled = compile(({ images }: { images: Tensor4D }) => predict(images) as Tensors, {
    batched: ['images'],
    ...(precision && { precision }),
  });
  const dispose = once(async () => {
    compiled.dispose();
    predict.dispose();
  });
  try {
    compiled.prepare({ images: picturesOf(network.imageShape, samplePictures(network.imageShape), 1) });
  } catch (error) {
    await dispose();
    throw error;
  }
  return {
    predict: async (images, size) =>
      readAll(compiled.run({ images: picturesOf(network.imageShape, images, size) })) as Outputs<Tasks>,
    dispose,
  };
}

/**
 * Whether the processor is fit for training in bfloat16 and not for predictions; one that is fit for neither is left to
 * `compile` to refuse.
 */
function isTooSlow(): boolean {
  const { training, prediction } = bfloat16Support();
  return training && !prediction;
}

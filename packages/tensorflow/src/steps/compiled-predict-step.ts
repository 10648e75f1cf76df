import { assertNetwork, type Network } from '@polyhead/model';
import { assertObject, type TaskMap } from '@polyhead/core';
import { type Outputs, predictFunction, type PredictStep } from '@polyhead/training';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { bfloat16Support } from '../setup/bfloat16-support';
import { compile } from '../session/compile';
import type { CompileOptions } from '../session/compiled';
import type { Tensors } from '../tracing/trace';
import { compiledNames, memoizeAsync } from './validate-step';
import { imageTensor, readAll, sampleImages } from './step-tensors';

/** Options of {@link compiledStep} and {@link compiledPredictStep}. */
export type CompiledStepOptions = Pick<CompileOptions, 'precision'>;

/**
 * Compiles the prediction of a network into one TensorFlow graph in this thread. It always uses the current weights of
 * the network.
 *
 * It computes in bfloat16 only if that makes predictions faster ({@link bfloat16Support}), else in float32.
 *
 * @param network - The network.
 * @param options - Precision. Default float32.
 * @returns The step; dispose it after the last batch.
 * @throws {PolyheadError} `UNTRACEABLE` if the network cannot become a graph, `ENGINE_UNAVAILABLE` if native TensorFlow
 *   is not loaded, and `INVALID_ARGUMENT` if an argument is wrong.
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
  assertNetwork('compiledPredictStep', network);
  assertObject('compiledPredictStep', options, { optionKeys: compiledNames, example: "{ precision: 'bfloat16' }" });
  const precision = options.precision === 'bfloat16' && isTooSlow() ? 'float32' : options.precision;
  const predict = predictFunction(network);
  const compiled = compile(({ images }: { images: Tensor4D }) => predict(images) as Tensors, {
    batched: ['images'],
    ...(precision && { precision }),
  });
  const dispose = memoizeAsync(async () => {
    compiled.dispose();
    predict.dispose();
  });
  try {
    compiled.prepare({ images: imageTensor(network.imageShape, sampleImages(network.imageShape), 1) });
  } catch (error) {
    await dispose();
    throw error;
  }
  return {
    predict: async (images, size) =>
      readAll(compiled.run({ images: imageTensor(network.imageShape, images, size) })) as Outputs<Tasks>,
    dispose,
  };
}

/**
 * True if bfloat16 makes training faster on this processor but not predictions. `compile` rejects a processor that is
 * slower for both.
 */
function isTooSlow(): boolean {
  const { training, prediction } = bfloat16Support();
  return training && !prediction;
}

import { assertNetwork, type Network } from '@polyhead/model';
import { assertObject, type TaskMap } from '@polyhead/core';
import { type Outputs, predictFunction, type PredictStep } from '@polyhead/training';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { bfloat16Support } from '../setup/bfloat16-support';
import { compile, type CompileOptions } from '../session/compile';
import type { Tensors } from '../tracing/trace';
import { compiledNames, memoizeAsync } from './validate-step';
import { imagesOf, readAll, sampleImages } from './step-tensors';

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
    compiled.prepare({ images: imagesOf(network.imageShape, sampleImages(network.imageShape), 1) });
  } catch (error) {
    await dispose();
    throw error;
  }
  return {
    predict: async (images, size) =>
      readAll(compiled.run({ images: imagesOf(network.imageShape, images, size) })) as Outputs<Tasks>,
    dispose,
  };
}

/**
 * Whether the processor is fit for training in bfloat16 and not for predictions; one that is fit for neither is left to
 * `compile` to reject.
 */
function isTooSlow(): boolean {
  const { training, prediction } = bfloat16Support();
  return training && !prediction;
}

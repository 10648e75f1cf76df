import { assertObject, assertWholeNumber, formatValue, invalidArgument } from '@polyhead/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { nativeBackend } from '../graph/binding';
import { assertPrecision } from '../setup/assert-precision';
import type { TensorFunction } from '../tracing/trace';
import type { Compiled, CompileOptions } from './compiled';
import { CompiledFunction } from './compiled-function';

const optionNames = { batched: true, onFallback: true, maxGraphs: true, precision: true } satisfies Record<
  keyof CompileOptions,
  true
>;

/**
 * Compiles a function over tensors and tf.Variables: it is recorded while it runs once, and from then on runs as one
 * TensorFlow graph. This is `tf.function` for tfjs on tfjs-node.
 *
 * The function may use all tensor operations, gradients and optimizers; loops and branches of JavaScript are recorded
 * as they ran. It must not read values (`dataSync`, `arraySync`) or draw random numbers in JavaScript, because these
 * would be the same at every run: both throw `UNTRACEABLE` with the line of your code. Several compiled functions can
 * share variables.
 *
 * @param run - The function: it receives tensors by name and returns tensors by name.
 * @param options - Batched inputs, precision and number of graphs. Default: every function is recorded at the real
 *   size, in float32.
 * @returns The compiled function; dispose it after the last run.
 * @throws {PolyheadError} `INVALID_ARGUMENT` if an argument is wrong, and `ENGINE_UNAVAILABLE` if native TensorFlow is
 *   not loaded, or if the processor is slower with the requested precision.
 *
 * @example
 * ```ts
 * import { compile, useTensorFlow } from '@polyhead/tensorflow';
 * import type { Tensor2D } from '@tensorflow/tfjs-core';
 * const tf = await useTensorFlow();
 * const weight = tf.variable(tf.ones([3, 1]) as Tensor2D);
 * const optimizer = tf.train.sgd(0.1);
 * const step = compile(({ x, y }: { x: Tensor2D; y: Tensor2D }) => {
 *   const { value, grads } = tf.variableGrads(() => tf.mean(tf.squaredDifference(tf.matMul(x, weight), y)));
 *   optimizer.applyGradients(grads);
 *   return { loss: value };
 * });
 * const { loss } = step.run({ x: tf.randomUniform([8, 3]), y: tf.zeros([8, 1]) });
 * step.pull(); // weight has its new value now
 * step.dispose();
 * ```
 */
export function compile<
  Given extends { readonly [Name in keyof Given]: Tensor },
  Made extends { readonly [Name in keyof Made]: Tensor },
>(run: TensorFunction<Given, Made>, options: CompileOptions<Given> = {}): Compiled<Given, Made> {
  if (typeof run !== 'function')
    throw invalidArgument(
      'compile',
      'expected a function of tensors',
      formatValue(run),
      'Pass e.g. ({ x }) => ({ y: tf.square(x) }).',
    );
  assertObject('compile', options, { optionKeys: optionNames, example: "{ batched: ['x'] }" });
  const backend = nativeBackend('compile');
  const { maxGraphs = 8, precision = 'float32' } = options;
  assertPrecision('compile', precision);
  assertWholeNumber('compile', 'maxGraphs', maxGraphs, 1, 'Pass e.g. 8.');
  const compiled = new CompiledFunction(backend, run as unknown as TensorFunction, options as CompileOptions);
  return {
    run: (inputs) => compiled.run(inputs) as Made,
    prepare: (inputs) => void compiled.trace(inputs),
    save: (folder, inputs) => compiled.save(folder, inputs),
    pull: () => compiled.pull(),
    dispose: () => compiled.dispose(),
  };
}

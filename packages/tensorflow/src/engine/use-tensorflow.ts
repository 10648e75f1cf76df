import { availableParallelism } from 'node:os';
import { assertObject, errorMessage, PolyheadError } from '@polyhead/core';
import { registerPredictStep, registerTrainStep } from '@polyhead/training';
import { ready, setBackend, type Variable } from '@tensorflow/tfjs-core';
import { assertPrecision } from '../setup/assert-precision';
import { nativeBackend } from '../graph/binding';
import { VariableStore } from '../session/variable-store';
import { hasCustomOps } from '../kernels/custom-ops';
import { registerKernels } from '../kernels/register-kernels';
import { loadTensorFlow, type LoadTensorFlowOptions, type TensorFlow } from './load-tensorflow';
import { remedy } from '../setup/remedy';
import { compiledPredictStep, type CompiledStepOptions } from '../steps/compiled-predict-step';
import { compiledStep } from '../steps/compiled-step';
import { tryThreadedStep } from '../steps/try-threaded-step';

/** Options of {@link useTensorFlow}. */
export interface UseTensorFlowOptions extends LoadTensorFlowOptions, CompiledStepOptions {
  /**
   * Receives the reason if a network cannot be compiled and runs eagerly, several times slower, or if steps run in the
   * main thread in spite of `thread: true`. Default: a warning of the process, which Node prints to stderr.
   */
  readonly onFallback?: (message: string) => void;
  /**
   * True to run training steps in a separate thread, so that the main thread stays free while a step runs; it costs a
   * second or two at the start. Networks with custom layers, tasks or optimizers cannot be copied into the thread and
   * stay in this one, which `onFallback` reports. Batch normalization statistics (the option
   * `updateBatchNorm` of `train`) are recomputed in the main thread, one pass of 32 images or one batch at a time.
   * Default false.
   */
  readonly thread?: boolean;
}

const optionNames = { from: true, precision: true, onFallback: true, thread: 'boolean' } satisfies Record<
  keyof UseTensorFlowOptions,
  true | 'boolean'
>;

/**
 * Makes native TensorFlow the backend of tfjs, with polyhead's kernels for training, and compiles the steps of `train`,
 * `evaluate` and `predict`: each runs as one TensorFlow graph. You can call it again, for example with other options.
 *
 * @param options - Precision, thread and fallback. Default: float32 in the main thread.
 * @returns The module `@tensorflow/tfjs-node`.
 * @throws {PolyheadError} `ENGINE_UNAVAILABLE` if tfjs-node is missing or does not load, with the command that fixes
 *   it, or if the processor is slower with the requested precision.
 *
 * @example
 * ```ts
 * import { useTensorFlow } from '@polyhead/tensorflow';
 * const tf = await useTensorFlow();
 * tf.getBackend(); // 'tensorflow'
 * ```
 */
export async function useTensorFlow(options: UseTensorFlowOptions = {}): Promise<TensorFlow> {
  assertObject('useTensorFlow', options, { optionKeys: optionNames, example: "{ precision: 'bfloat16' }" });
  const {
    onFallback = (message) => process.emitWarning(message, 'PolyheadWarning'),
    precision = 'float32',
    thread = false,
    ...load
  } = options;
  assertPrecision('useTensorFlow', precision);
  const tf = await loadTensorFlow(load);
  if (!(await setBackend('tensorflow')))
    throw new PolyheadError(
      'ENGINE_UNAVAILABLE',
      `useTensorFlow: the tfjs backend "tensorflow" did not start. ${remedy('doctor')} It reports what is missing.`,
      { where: 'useTensorFlow' },
    );
  await ready();
  const native = nativeBackend('useTensorFlow');
  const oneDnn = !/^(0|false)$/i.test(process.env['TF_ENABLE_ONEDNN_OPTS'] ?? '');
  Object.assign(native, {
    settings: { threads: threadCount(), precision, ownThread: thread, ownOperations: hasCustomOps(native), oneDnn },
  }); // checkpoints keep the settings that the last bits may depend on
  // Weights that are read while a compiled step trains them have their newest values.
  Object.assign(native, {
    pullVariables: (variables: readonly Variable[]) => VariableStore.of(native).download(variables),
  });
  registerKernels(native);
  registerTrainStep('tensorflow', (network, step) =>
    withEagerFallback('train', onFallback, async () => {
      const threaded = thread ? await tryThreadedStep(network, step, { precision }) : undefined;
      if (threaded !== undefined && typeof threaded !== 'string') return threaded;
      if (threaded !== undefined)
        onFallback(`train: steps run in the main thread in spite of thread: true, as ${threaded}.`);
      return compiledStep(network, step, { precision });
    }),
  );
  registerPredictStep('tensorflow', (network) =>
    withEagerFallback('predict', onFallback, () => compiledPredictStep(network, { precision })),
  );
  return tf;
}

/** Returns the number of threads of an operation: that of the environment variable, else all processors. */
function threadCount(): number {
  const asked = Number(process.env['TF_NUM_INTRAOP_THREADS']);
  return Number.isInteger(asked) && asked > 0 ? asked : availableParallelism();
}

/** Returns the result of `create`; reports an error and returns undefined, so that the network runs eagerly. */
async function withEagerFallback<Step>(
  where: string,
  onFallback: (message: string) => void,
  create: () => Promise<Step>,
): Promise<Step | undefined> {
  try {
    return await create();
  } catch (error) {
    onFallback(
      `${where}: the network runs eagerly, several times slower, as it cannot be compiled. ${errorMessage(error)}`,
    );
    return undefined;
  }
}

import { availableParallelism } from 'node:os';
import { assertObject, PolyheadError } from '@polyhead/core';
import { registerPredictStep, registerTrainStep } from '@polyhead/training';
import { ready, setBackend, type Variable } from '@tensorflow/tfjs-core';
import { checkPrecision } from '../setup/assert-precision';
import { nativeBackend } from '../graph/binding';
import { download } from '../session/variable-sync';
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
   * Whether training steps run in a thread of their own, so that the main thread stays free while one runs; it costs a
   * second or two at the start. Networks that cannot be copied into it, with custom layers, tasks or
   * an optimizer, stay in this thread, which `onFallback` reports. Batch normalization statistics (the option
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
 * Makes native TensorFlow tfjs' backend, with kernels of polyhead for training, and lets `train`, `evaluate` and
 * `predict` run compiled: each step as one TensorFlow graph.
 *
 * Calling it again is harmless. Throws if tfjs-node is missing or does not load, with the command that fixes it.
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
  checkPrecision('useTensorFlow', precision);
  const tf = await loadTensorFlow(load);
  if (!(await setBackend('tensorflow')))
    throw new PolyheadError(
      'ENGINE_UNAVAILABLE',
      `useTensorFlow: the tfjs backend "tensorflow" did not start. ${remedy('doctor')} It reports what is missing.`,
    );
  await ready();
  const native = nativeBackend('useTensorFlow');
  const oneDnn = !/^(0|false)$/i.test(process.env['TF_ENABLE_ONEDNN_OPTS'] ?? '');
  Object.assign(native, {
    settings: { threads: threadCount(), precision, ownThread: thread, ownOperations: hasCustomOps(native), oneDnn },
  }); // checkpoints keep what the last bits may depend on
  // whoever reads weights while a compiled step trains them gets the newest ones
  Object.assign(native, {
    pullVariables: (variables: readonly Variable[]) => download(variables, native),
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

/** Threads that an operation may take: TensorFlow asks the environment, else it takes all processors. */
function threadCount(): number {
  const asked = Number(process.env['TF_NUM_INTRAOP_THREADS']);
  return Number.isInteger(asked) && asked > 0 ? asked : availableParallelism();
}

/** What `make` makes, or nothing where that fails: training then runs eagerly. */
async function withEagerFallback<Step>(
  where: string,
  onFallback: (message: string) => void,
  make: () => Promise<Step>,
): Promise<Step | undefined> {
  try {
    return await make();
  } catch (error) {
    onFallback(
      `${where}: the network runs eagerly, several times slower, as it cannot be compiled. ${error instanceof Error ? error.message : String(error)}`,
    );
    return undefined;
  }
}

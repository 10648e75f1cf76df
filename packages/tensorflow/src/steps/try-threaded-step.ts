import { namedWeights, type Network, toArtifacts } from '@polyhead/model';
import { isPolyheadError, type TaskMap } from '@polyhead/core';
import {
  isBuiltInOptimizer,
  type Outputs,
  type StepResult,
  type TrainState,
  type TrainStep,
  type TrainStepOptions,
} from '@polyhead/training';
import { tensor, tidy } from '@tensorflow/tfjs-core';
import type { CompiledStepOptions } from './compiled-predict-step';
import { memoizeAsync } from './validate-step';
import { canStartThread, startStepThread } from './step-thread';

/** Creates a step in a separate thread, or returns the reason why it cannot, to be read after "as". */
export async function tryThreadedStep<Tasks extends TaskMap>(
  network: Network<Tasks>,
  options: TrainStepOptions,
  { precision = 'float32' }: CompiledStepOptions,
): Promise<TrainStep<Tasks> | string> {
  const { optimizer, seed, lossWeighting = 'fixed', emaDecay } = options;
  const reason = findObstacle(network, options);
  if (reason !== undefined) return reason;
  const thread = startStepThread({
    files: await toArtifacts(network),
    optimizer: optimizer.settings,
    seed,
    lossWeighting,
    precision,
    ...(emaDecay !== undefined && { emaDecay }),
  });
  try {
    await thread.request({ method: 'ready' });
  } catch (error) {
    await thread.close();
    if (isPolyheadError(error, 'INVALID_MODEL')) return `the thread cannot build the network: ${error.message}`;
    throw error;
  }
  return {
    run: ({ size, images, targets }, at) =>
      thread.request<StepResult<Tasks>>({ method: 'run', batch: { size, images: ownBuffer(images), targets }, at }),
    predict: (images, size) => thread.request<Outputs<Tasks>>({ method: 'predict', images: ownBuffer(images), size }),
    readState: () => thread.request<TrainState>({ method: 'readState' }),
    writeState: (state) => thread.request({ method: 'writeState', state }),
    dispose: memoizeAsync(async () => {
      try {
        writeWeights(network, await thread.request<TrainState>({ method: 'readState' }));
        await thread.request({ method: 'dispose' });
      } finally {
        await thread.close();
      }
    }),
  };
}

/** Returns a reason against a thread that is known before one starts. */
function findObstacle({ model }: Network, { optimizer }: TrainStepOptions): string | undefined {
  if (!isBuiltInOptimizer(optimizer))
    return `the optimizer "${String(optimizer.settings['name'])}" is not built into polyhead`;
  if (!canStartThread()) return 'the script of the thread is missing: a bundler may have left it behind';
  const weights = namedWeights(model).map(({ weight }) => weight);
  return new Set(weights).size < weights.length
    ? 'two inner models share a layer, which their copies would not'
    : undefined;
}

/** Returns bytes that fill their buffer, because a message copies the whole buffer of a view. */
function ownBuffer(bytes: Uint8Array): Uint8Array {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes);
}

/** Assigns weights by name, because `setWeights` orders frozen layers last. */
function writeWeights({ model }: Network, { weights }: TrainState): void {
  const arrays = new Map(weights.map((array) => [array.name, array]));
  tidy(() => {
    for (const { name, weight } of namedWeights(model)) {
      const array = arrays.get(name);
      if (array !== undefined) weight.write(tensor(array.values, [...array.shape], 'float32'));
    }
  });
}

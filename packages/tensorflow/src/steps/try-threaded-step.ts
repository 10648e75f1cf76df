import { namedWeights, type Network, toArtifacts } from '@polyhead/model';
import type { TaskMap } from '@polyhead/core';
import type { Outputs, StepResult, TrainState, TrainStep, TrainStepOptions } from '@polyhead/training';
import { tensor, tidy } from '@tensorflow/tfjs-core';
import type { CompiledStepOptions } from './compiled-predict-step';
import { isSerializable } from './rebuild-optimizer';
import { memoizeAsync } from './validate-step';
import { canStartThread, startStepThread } from './step-thread';

/** A step in a separate thread, or the reason why there is none, to be read after "as". */
export async function tryThreadedStep<Tasks extends TaskMap>(
  network: Network<Tasks>,
  options: TrainStepOptions,
  { precision = 'float32' }: CompiledStepOptions,
): Promise<TrainStep<Tasks> | string> {
  const { optimizer, seed, lossWeighting = 'fixed', emaDecay } = options;
  const reason = reasonAgainst(network, options);
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
    await thread.ask({ method: 'ready' });
  } catch (error) {
    await thread.close();
    if (isUnknownThere(error)) return `the thread cannot build the network: ${error.message}`;
    throw error;
  }
  return {
    run: ({ size, images, targets }, at) =>
      thread.ask<StepResult<Tasks>>({ method: 'run', batch: { size, images: ownBuffer(images), targets }, at }),
    predict: (images, size) => thread.ask<Outputs<Tasks>>({ method: 'predict', images: ownBuffer(images), size }),
    readState: () => thread.ask<TrainState>({ method: 'readState' }),
    writeState: (state) => thread.ask({ method: 'writeState', state }),
    dispose: memoizeAsync(async () => {
      try {
        writeWeights(network, await thread.ask<TrainState>({ method: 'readState' }));
        await thread.ask({ method: 'dispose' });
      } finally {
        await thread.close();
      }
    }),
  };
}

/** What can be said before a thread is started. */
function reasonAgainst({ model }: Network, { optimizer }: TrainStepOptions): string | undefined {
  if (!isSerializable(optimizer))
    return `the optimizer "${String(optimizer.settings['name'])}" is not one of polyhead's`;
  if (!canStartThread()) return 'the script of the thread is missing: a bundler may have left it behind';
  const weights = namedWeights(model).map(({ weight }) => weight);
  return new Set(weights).size < weights.length ? 'two inner models share a layer, which a copy would not' : undefined;
}

/** Bytes in a buffer of their own: a message carries the whole buffer that a view looks at. */
function ownBuffer(bytes: Uint8Array): Uint8Array {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes);
}

/** Errors of reading a network that was made with classes or tasks which the thread does not have. */
function isUnknownThere(error: unknown): error is Error {
  return error instanceof Error && /^fromArtifacts|Unknown layer|Unknown \w+:|type of task/.test(error.message);
}

/** By name: frozen layers come last in the order of `setWeights`. */
function writeWeights({ model }: Network, { weights }: TrainState): void {
  const arrays = new Map(weights.map((array) => [array.name, array]));
  tidy(() => {
    for (const { name, weight } of namedWeights(model)) {
      const array = arrays.get(name);
      if (array !== undefined) weight.write(tensor(array.values, [...array.shape], 'float32'));
    }
  });
}

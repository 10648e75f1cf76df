import { type Network, toArtifacts } from '@polyhead/model';
import type { TaskMap } from '@polyhead/tasks';
import type { Outputs, StepResult, TrainState, TrainStep, TrainStepOptions } from '@polyhead/training';
import { tensor, tidy } from '@tensorflow/tfjs-core';
import type { CompiledStepOptions } from './compiled-predict-step';
import { isOurs } from './optimizer-of';
import { checkStep, once } from './step-manners';
import { canStartThread, startStepThread } from './step-thread';

/**
 * The training step of a network as one TensorFlow graph in a thread of its own: the main thread stays free to decode
 * pictures, draw progress and take Ctrl-C while a step runs.
 *
 * Undefined where the network cannot travel: an optimizer of your own, tasks or layers that only your program knows.
 * The network's weights are those of the start until `dispose`.
 * Throws where the step cannot become a graph.
 *
 * @example
 * ```ts
 * import type { Network } from '@polyhead/model';
 * import { threadedStep, useTensorFlow } from '@polyhead/tensorflow';
 * import { adam } from '@polyhead/training';
 * declare const network: Network;
 * await useTensorFlow();
 * const step = await threadedStep(network, { optimizer: adam(), seed: 7 });
 * await step?.dispose();
 * ```
 */
export async function threadedStep<Tasks extends TaskMap>(
  network: Network<Tasks>,
  options: TrainStepOptions,
  compiledOptions: CompiledStepOptions = {},
): Promise<TrainStep<Tasks> | undefined> {
  checkStep('threadedStep', network, options, compiledOptions);
  const { precision = 'float32' } = compiledOptions;
  const { optimizer, seed, lossWeighting = 'fixed' } = options;
  if (!isOurs(optimizer) || !canStartThread()) return undefined;
  const thread = startStepThread({
    files: await toArtifacts(network),
    optimizer: optimizer.settings,
    seed,
    lossWeighting,
    precision,
  });
  try {
    await thread.ask({ method: 'ready' });
  } catch (error) {
    await thread.close();
    if (isUnknownThere(error)) return undefined;
    throw error;
  }
  return {
    run: ({ size, images, targets }, at) =>
      thread.ask<StepResult<Tasks>>({ method: 'run', batch: { size, images: alone(images), targets }, at }),
    predict: (images, size) => thread.ask<Outputs<Tasks>>({ method: 'predict', images: alone(images), size }),
    readState: () => thread.ask<TrainState>({ method: 'readState' }),
    writeState: (state) => thread.ask({ method: 'writeState', state }),
    dispose: once(async () => {
      try {
        writeWeights(network, await thread.ask<TrainState>({ method: 'readState' }));
        await thread.ask({ method: 'dispose' });
      } finally {
        await thread.close();
      }
    }),
  };
}

/** Bytes in a buffer of their own: a message carries the whole buffer that a view looks at. */
function alone(bytes: Uint8Array): Uint8Array {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes);
}

/** Errors of reading a network that was made with classes or tasks which the thread does not have. */
function isUnknownThere(error: unknown): boolean {
  return error instanceof Error && /^fromArtifacts|Unknown layer|Unknown \w+:|type of task/.test(error.message);
}

function writeWeights({ model }: Network, { weights }: TrainState): void {
  tidy(() => model.setWeights(weights.map(({ values, shape }) => tensor(values, [...shape], 'float32'))));
}

// A training run with dropout and augmentation that tells its parent when it has begun, after each batch, and what it
// resumed from.
import { arrayBatches } from '@polyhead/batches';
import { type FaceTasks, faceTasks } from '@polyhead/core';
import { adam, type Callback } from '@polyhead/training';
import { checkpoints, train } from '@polyhead/training/node';
import { tinyNetwork } from '../support/tiny-network';

export interface KillableOptions {
  /** Width and height of the images; default 6. */
  side?: number;
  /** Filters of the convolution; default 4. */
  filters?: number;
  /** Batches between checkpoints, of the four in an epoch; default 1. */
  everyBatches?: number;
  /** Whether an engine may compile the step; default true. */
  compile?: boolean;
  /** Number of a batch of the first epoch that never ends; default none. */
  stuck?: number;
}

const tasks = faceTasks();
const tell: Callback<FaceTasks> = {
  name: 'tell',
  onTrainBegin: (run) => void process.send?.({ begun: run.position(), resumed: run.history.resumed ?? null }),
  onBatchEnd: (_, { epoch, batch }) => void process.send?.({ epoch, batch }),
  onTrainEnd: () => void process.send?.({ ended: true }),
};

/** Holds the batch open for ever; the timer keeps the process alive. */
const stuckAt = (stuck?: number): Callback<FaceTasks> => ({
  name: 'stuck',
  onBatchEnd: async (_, { epoch, batch }) => {
    if (epoch === 0 && batch === stuck) await new Promise(() => setInterval(() => undefined, 60_000));
  },
});

/** Noise whose labels have nothing to do with it: every bit of it counts all the same. */
function noise(size: number, side: number, seed: number) {
  const images = Uint8Array.from(
    { length: size * side * side * 3 },
    (_, index) => (Math.imul(index + seed, 2654435761) >>> 11) & 255,
  );
  const column = (classes: number): number[] =>
    Array.from({ length: size }, (_, index) => (index * 7 + seed) % classes);
  return { images, shape: [side, side, 3] as const, values: { age: column(90), race: column(5), gender: column(2) } };
}

export async function killableRun(
  folder: string,
  epochs: number,
  { side = 6, filters = 4, everyBatches = 1, compile = true, stuck }: KillableOptions = {},
): Promise<void> {
  const leave = (): never => process.exit(1); // nobody watches any more
  process.once('disconnect', leave);
  const augment = {
    flip: true,
    shift: 0.2,
    rotate: 10,
    crop: 0.2,
    brightness: 0.2,
    contrast: 0.2,
    saturation: 0.2,
    erase: 0.2,
  };
  await train(tinyNetwork(tasks, { shape: [side, side, 3], filters, dropout: 0.4 }), {
    training: arrayBatches(noise(32, side, 1), { tasks, batchSize: 8, seed: 5, augment, mix: { mixup: 0.4 } }),
    validation: arrayBatches(noise(8, side, 2), { tasks, batchSize: 8 }),
    epochs,
    optimizer: adam({ learningRate: 0.01 }),
    seed: 3,
    compile,
    callbacks: [tell, stuckAt(stuck), checkpoints(folder, { everyBatches })],
    resume: folder,
  });
  process.off('disconnect', leave);
  process.disconnect?.();
}

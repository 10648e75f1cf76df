// A training program that its user starts again and again, on one folder of checkpoints.
import { binary, regression } from '@polyhead/core';
import { type Callback, sgd } from '@polyhead/training';
import { checkpoints, type CheckpointsOptions, type NodeTrainOptions, train } from '@polyhead/training/node';
import { type Outcome, outcome } from './outcome';
import { tinyNetwork, tinySource } from './tiny-network';

export const tasks = { age: regression({ scale: 50 }), sex: binary(['f', 'm']) };
export type Tasks = typeof tasks;

/** Runs the program once: it resumes from the folder if there is a checkpoint. */
export async function program(
  folder: string,
  epochs: number,
  more: Partial<NodeTrainOptions<Tasks>> = {},
  settings: CheckpointsOptions<Tasks> = {},
): Promise<Outcome<Tasks>> {
  const network = tinyNetwork(tasks);
  const history = await train(network, {
    training: tinySource(tasks, { size: 16 }),
    validation: tinySource(tasks, { size: 8 }),
    epochs,
    optimizer: sgd({ learningRate: 0.02 }),
    resume: folder,
    ...more,
    callbacks: [...(more.callbacks ?? []), checkpoints(folder, { stopOnSignals: false, ...settings })],
  });
  return outcome(history, network);
}

/** Stops the run in its second epoch. */
export const budget = (hook: 'onBatchEnd' | 'onEpochEnd', last = false): Callback<Tasks> => ({
  name: 'budget',
  last,
  [hook]: (run: { stop(reason: string): void }, { epoch }: { epoch: number }) => {
    if (epoch === 1) run.stop('time is up');
  },
});

/** Options of an early stopping that no epoch is good enough for. */
export const never = { patience: 2, minDelta: 1e9 };

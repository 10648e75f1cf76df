import { assertNetwork, type Network } from '@polyhead/model';
import {
  type Batch,
  type BatchSource,
  assertObject,
  type TaskMap,
  type TaskName,
  invalidArgument,
  assertNumber,
  assertWholeNumber,
  startEngine,
} from '@polyhead/core';
import { adam } from '../optimizers/adam';
import type { Optimizer } from '../optimizers/optimizer';
import { checkOptimizer, checkSource } from './check-run';
import { claimNetwork } from './claim-network';
import { readBatches } from '../steps/read-batches';
import { makeTrainStep } from '../steps/register-train-step';
import type { TrainStep } from '../steps/train-step';

/** Options of {@link findLearningRate}. */
export interface FindLearningRateOptions<Tasks extends TaskMap = TaskMap> {
  /** What is trained on. */
  readonly training: BatchSource<Tasks>;
  /** Rule that changes the weights; its own learning rate does not count. Default `adam()`. */
  readonly optimizer?: Optimizer;
  /** First learning rate. Default 1e-7. */
  readonly from?: number;
  /** Last learning rate. Default 1. */
  readonly to?: number;
  /** Steps between the two; fewer where the loss explodes. Default 100. */
  readonly steps?: number;
  /** Seed of dropout and other noise. Default 0. */
  readonly seed?: number;
  /** Whether an engine may compile the step. Default true. */
  readonly compile?: boolean;
}

const optionNames = {
  training: true,
  optimizer: true,
  from: true,
  to: true,
  steps: true,
  seed: true,
  compile: 'boolean',
} satisfies Record<keyof FindLearningRateOptions, true | 'boolean'>;

/** What {@link findLearningRate} saw. */
export interface LearningRateCurve {
  /** Learning rates that were tried, growing by one factor. */
  readonly rates: readonly number[];
  /** Smoothed loss after each step. */
  readonly losses: readonly number[];
  /** The rate at which the loss fell fastest: a good start for training. */
  readonly suggested: number;
}

/**
 * Trains for some steps with growing learning rates, stops when the loss explodes, and restores the network (the range
 * test of Smith, 2017).
 *
 * @param network - Network to test; its weights are restored.
 * @param options - Training source, optimizer, range of learning rates, number of steps and seed. Default: `adam()`,
 * 1e-7 to 1 in 100 steps, seed 0.
 * @returns The learning rates, the smoothed losses, and the rate at which the loss fell fastest.
 * @throws {PolyheadError} INVALID_ARGUMENT if an option is not valid; DATA_MISMATCH if the source does not fit the
 * network; NETWORK_BUSY if a run trains the network.
 *
 * @example
 * ```ts
 * import type { Network } from '@polyhead/model';
 * import type { BatchSource, FaceTasks } from '@polyhead/core';
 * import { findLearningRate } from '@polyhead/training';
 * declare const network: Network<FaceTasks>, training: BatchSource<FaceTasks>;
 * const { suggested } = await findLearningRate(network, { training });
 * ```
 */
export async function findLearningRate<Tasks extends TaskMap>(
  network: Network<Tasks>,
  options: FindLearningRateOptions<NoInfer<Tasks>>,
): Promise<LearningRateCurve> {
  assertNetwork('findLearningRate', network);
  assertObject('findLearningRate', options, {
    optionKeys: optionNames,
    example: '{ training: imageBatches(records, { tasks, imageSize: 198 }) }',
  });
  const { training, optimizer = adam(), from = 1e-7, to = 1, steps = 100, seed = 0, compile = true } = options;
  assertNumber('findLearningRate', 'to', to, { above: 0 });
  assertNumber('findLearningRate', 'from', from, { above: 0, below: to }, 'It is less than "to".');
  assertWholeNumber('findLearningRate', 'steps', steps, 2);
  checkSource('findLearningRate: "training"', network, training);
  checkOptimizer('findLearningRate', optimizer);
  const release = claimNetwork('findLearningRate', network);
  try {
    await startEngine();
    const { step } = await makeTrainStep(network, { optimizer, seed }, compile);
    return await tryRates(step, training, { from, to, steps }).finally(step.dispose);
  } finally {
    release();
  }
}

/** The losses at growing rates; the step's state is then what it was. */
async function tryRates<Tasks extends TaskMap>(
  step: TrainStep<Tasks>,
  training: BatchSource<Tasks>,
  { from, to, steps }: { readonly from: number; readonly to: number; readonly steps: number },
): Promise<LearningRateCurve> {
  const before = await step.readState();
  const curve = lossCurve();
  try {
    for await (const [index, batch] of cycleBatches(training, steps)) {
      const learningRate = from * (to / from) ** (index / (steps - 1));
      const { loss } = await step.run(batch, { learningRate, step: index });
      if (!curve.add(learningRate, loss)) break;
    }
  } finally {
    await step.writeState(before);
  }
  return curve.read();
}

/** Batches with their numbers, epoch after epoch, `count` in all. */
async function* cycleBatches<Tasks extends TaskMap>(
  source: BatchSource<Tasks>,
  count: number,
): AsyncGenerator<[number, Batch<TaskName<Tasks>>]> {
  let index = 0;
  for (let epoch = 0; epoch < count; epoch++) {
    for await (const batch of readBatches(source, epoch)) {
      if (batch.size > 0) yield [index++, batch];
      if (index === count) return;
    }
    if (index === 0)
      throw invalidArgument('findLearningRate', 'expected at least one image', 'none that could be read');
  }
}

interface Curve {
  /** Takes a loss in; false where it has exploded. */
  add(rate: number, loss: number): boolean;
  read(): LearningRateCurve;
}

/** Losses smoothed as fastai does it: a running mean with its start corrected. */
function lossCurve(): Curve {
  const [rates, losses]: [number[], number[]] = [[], []];
  let mean = 0;
  return {
    add: (rate, loss) => {
      mean = 0.9 * mean + 0.1 * loss;
      const smooth = mean / (1 - 0.9 ** (losses.length + 1));
      if (!(smooth < 4 * Math.min(Infinity, ...losses))) return false;
      rates.push(rate);
      losses.push(smooth);
      return true;
    },
    read: () => {
      const falls = losses.map((loss, index) => loss - (losses[index + 1] ?? Infinity));
      return { rates, losses, suggested: rates[falls.indexOf(Math.max(...falls))] ?? NaN };
    },
  };
}

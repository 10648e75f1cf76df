import type { Network } from '@polyhead/model';
import type { Batch, TaskMap, TaskName } from '@polyhead/core';
import type { Optimizer, StepInfo } from '../optimizers/optimizer';
import type { TrainState } from './train-state';

/** Outputs of a network by task, [n, units] row by row. */
export type Outputs<Tasks extends TaskMap = TaskMap> = Readonly<Record<TaskName<Tasks>, Float32Array>>;

/** What one training step tells. */
export interface StepResult<Tasks extends TaskMap = TaskMap> {
  /**
   * What was minimized: the weighted sum of the tasks' losses and the penalties of regularizers; with `lossWeighting:
   * 'uncertainty'` half of each log variance too.
   */
  readonly loss: number;
  /** Loss of each task before its weight, mean over the batch. */
  readonly losses: Readonly<Record<TaskName<Tasks>, number>>;
  /** Outputs of the training forward pass, before the weights changed. */
  readonly outputs: Outputs<Tasks>;
}

/** Gives predictions of a network: what evaluation asks of an engine. */
export interface PredictStep<Tasks extends TaskMap = TaskMap> {
  /** Outputs in inference mode for images of pixels 0 to 255, [size, height, width, channels]. */
  predict(images: Uint8Array, size: number): Promise<Outputs<Tasks>>;
  /** Frees everything but the network itself. */
  dispose(): Promise<void>;
}

/** Trains a network one batch at a time: the seam between the training loop and the engines. */
export interface TrainStep<Tasks extends TaskMap = TaskMap> extends PredictStep<Tasks> {
  /** Does one step of the optimizer. Any batch size of at least 1 goes. */
  run(batch: Batch<TaskName<Tasks>>, at: StepInfo): Promise<StepResult<Tasks>>;
  /** All weights and all that the optimizer remembers, to the last bit. */
  readState(): Promise<TrainState>;
  /** Goes on from a state of the same network and optimizer. Throws if names or shapes differ. */
  writeState(state: TrainState): Promise<void>;
  /** Copies the weights back into the network where they live elsewhere, and frees everything else. */
  dispose(): Promise<void>;
}

/** What a step is made for. */
export interface TrainStepOptions {
  /** Rule that changes the weights. */
  readonly optimizer: Optimizer;
  /** Seed of dropout and other noise in the network. */
  readonly seed: number;
  /** How the tasks' losses are added up: see `TrainOptions`. Default `fixed`. */
  readonly lossWeighting?: 'fixed' | 'uncertainty';
  /**
   * Share of an exponential moving average of the weights that each step keeps, among the optimizer's slots: see
   * `TrainOptions`. Default: no averages.
   */
  readonly emaDecay?: number;
  /**
   * Gradient accumulation, most images that go through the network at once: see `TrainOptions`. Default: the whole
   * batch.
   */
  readonly microBatchSize?: number;
}

/** Makes a step for a network, or undefined where this engine cannot: eager then takes over. */
export type TrainStepFactory = <Tasks extends TaskMap>(
  network: Network<Tasks>,
  options: TrainStepOptions,
) => Promise<TrainStep<Tasks> | undefined>;

/** Makes predictions for a network, or undefined where this engine cannot. */
export type PredictStepFactory = <Tasks extends TaskMap>(
  network: Network<Tasks>,
) => Promise<PredictStep<Tasks> | undefined>;

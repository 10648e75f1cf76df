import type { BatchSource, TaskMap } from '@polyhead/tasks';
import type { Callback } from '../callbacks/callback';
import type { Optimizer } from '../optimizers/optimizer';
import type { RunState } from '../run-state';
import type { Schedule } from '../schedules/schedule';

/** Options of {@link train}. */
export interface TrainOptions<Tasks extends TaskMap = TaskMap> {
  /** What is trained on, once an epoch. How its pictures are prepared is noted in the network, for predictors. */
  readonly training: BatchSource<Tasks>;
  /** What every epoch is scored on. Default: nothing. */
  readonly validation?: BatchSource<Tasks>;
  /** Epochs in the whole run, those before a resume included. */
  readonly epochs: number;
  /** Rule that changes the weights. Default `adam()`. */
  readonly optimizer?: Optimizer;
  /** How the learning rate changes. Default `constant()`. */
  readonly schedule?: Schedule<Tasks>;
  /** Who looks on, in this order. Default []. */
  readonly callbacks?: readonly Callback<Tasks>[];
  /**
   * Share of a running average of the weights that is kept at each step, such as 0.999. Validation, saved models and the network in the end then have the averages, which wander less than the weights.
   * Default: no averages.
   */
  readonly averageDecay?: number;
  /** Seed of dropout and other noise in the network. Default 0. */
  readonly seed?: number;
  /** Whether an engine may compile the training step; false is slower and the reference. Default true. */
  readonly compile?: boolean;
  /** Where to go on: the state of an earlier run of the same network, tasks, optimizer and seed. Default: a new run. */
  readonly resume?: RunState;
}

import type { BatchSource, TaskMap } from '@polyhead/core';
import type { Callback } from '../callbacks/callback';
import type { Optimizer } from '../optimizers/optimizer';
import type { RunState } from '../history/run-state';
import type { Schedule } from '../schedules/schedule';

/** Options of {@link train}. */
export interface TrainOptions<Tasks extends TaskMap = TaskMap> {
  /** What is trained on, once an epoch. How its images are prepared is noted in the network, for predictors. */
  readonly training: BatchSource<Tasks>;
  /** What every epoch is scored on. Default: nothing. */
  readonly validation?: BatchSource<Tasks>;
  /** Epochs in the whole run, those before a resume included. */
  readonly epochs: number;
  /** Rule that changes the weights. Default `adam()`. */
  readonly optimizer?: Optimizer;
  /** How the learning rate changes. Default `constantSchedule()`. */
  readonly schedule?: Schedule<Tasks>;
  /** Who looks on, in this order. Default []. */
  readonly callbacks?: readonly Callback<Tasks>[];
  /**
   * Decay of an exponential moving average (EMA) of the weights: the share that is kept at each step, such as 0.999.
   * Validation, saved models and the network in the end then have the averages, which wander less than the weights.
   * They are kept to about 48 bits, so that decays such as 0.999999 lose nothing.
   * Default: no averages.
   */
  readonly emaDecay?: number;
  /**
   * When batch normalization statistics are recomputed at the end of an epoch, without dropout: see
   * {@link updateBatchNorm}. Validation, saved models and the network in the end then have these means and variances;
   * training continues with its own moving averages.
   *
   * `'auto'` recomputes them over about 1,000 images, as long as the run is too short for the momentum of the moving
   * averages (1,146 steps at 0.99), and in every epoch if dropout stands before a normalization, which shifts the
   * moving averages. It keeps the moving averages where the loss of about 1,000 validation images (without a validation
   * source: training images) is lower with them, as in the first steps. A number recomputes them after every epoch over
   * so many batches: worthwhile with `emaDecay`. `false` never does, as Keras. The batches are the first ones of the
   * training source's epoch 0, augmentation included. A checkpoint within an epoch has the moving averages. Default
   * `'auto'`.
   */
  readonly updateBatchNorm?: 'auto' | number | false;
  /**
   * How the tasks' losses are added up. `fixed`: each times its task's `lossWeight`. `uncertainty` (Kendall, Gal and
   * Cipolla, 2018): a weight for each task is learned with the network, by the same optimizer; what is minimized is the
   * sum of
   * c exp(-s) loss + s / 2, where s is the task's log variance and c is 1/2 for regression and 1 for classification.
   * The weight c exp(-s) begins at the task's `lossWeight` and tends to 1 / (2 loss), so that no task drowns the
   * others.
   * The history has the weights of each epoch; its losses and totals stay those of `fixed`, to be compared between
   * epochs. Default `fixed`.
   */
  readonly lossWeighting?: 'fixed' | 'uncertainty';
  /**
   * Gradient accumulation: most images that go through the network at once. Larger batches are split into parts as
   * equal as can be, whose gradients are added up to those of the whole batch before the optimizer's one step: memory
   * is that of a part.
   * Without batch normalization and dropout the step is that of the whole batch, but for rounding. Batch normalization
   * knows only the part: each is normalized by its own mean and variance, and the moving averages move once a part.
   * Only where steps run operation by operation (wasm, webgpu, cpu, or `compile: false`). Default: the whole batch.
   */
  readonly microBatchSize?: number;
  /** Seed of dropout and other noise in the network. Default 0. */
  readonly seed?: number;
  /** Whether an engine may compile the training step; false is slower and the reference. Default true. */
  readonly compile?: boolean;
  /** Where to go on: the state of an earlier run of the same network, tasks, optimizer and seed. Default: a new run. */
  readonly resume?: RunState;
}

import type { Network } from '@polyhead/model';
import type { Batch, TaskMap, TaskName } from '@polyhead/tasks';
import type { EpochRecord, History } from '../history';
import type { CallbackState, RunState } from '../run-state';
import type { Position } from '../session/track-position';
import type { StateArray } from '../steps/train-state';
import type { StepResult } from '../steps/train-step';

/** What a callback sees of the run, and can ask of it. */
export interface TrainRun<Tasks extends TaskMap = TaskMap> {
  /** The network in training. With a compiled step its weights are brought up to date by {@link TrainRun.readState} only. */
  readonly network: Network<Tasks>;
  /** Number of the epoch after the last one. */
  readonly epochs: number;
  /** Batches in an epoch. */
  readonly batchesPerEpoch: number;
  /** Records in the training source. */
  readonly trainingSize: number;
  /** Where the run stands: the epoch and batch that come, and steps done. */
  position(): Position;
  /** All epochs so far. */
  readonly history: History<Tasks>;
  /** Ends the run after this epoch; `reason` goes into the history. */
  stop(reason: string): void;
  /** Everything needed to go on from here, and brings the network's weights up to date. */
  readState(): Promise<RunState>;
  /** Replaces the weights by those of an earlier state (`state.train.weights`). */
  writeWeights(weights: readonly StateArray[]): Promise<void>;
}

/** What is known after one batch. */
export interface BatchRecord<Tasks extends TaskMap = TaskMap> {
  /** Number of the epoch, from 0. */
  readonly epoch: number;
  /** Number of the batch in its epoch, from 0. */
  readonly batch: number;
  /** Number of the step in the run, from 0. */
  readonly step: number;
  /** Pictures in the batch. */
  readonly size: number;
  /** Learning rate of the step. */
  readonly learningRate: number;
  /** What the step gave. */
  readonly result: StepResult<Tasks>;
  /** The batch itself; valid during the hook only. */
  readonly data: Batch<TaskName<Tasks>>;
}

/**
 * Something that looks on while a network trains. All hooks are optional, may be async and are called in the order of `callbacks`, those that say `last` after the others.
 *
 * A callback that remembers anything starts anew in `onTrainBegin`.
 */
export interface Callback<Tasks extends TaskMap = TaskMap> {
  /** Its name in checkpoints and messages. */
  readonly name: string;
  /** Whether its hooks are called after those of all others: for whoever saves what the others remember. Default false. */
  readonly last?: boolean;
  /** Once, before the first epoch. */
  onTrainBegin?(run: TrainRun<Tasks>): void | Promise<void>;
  /** Before the first batch of every epoch (counted from 0). */
  onEpochBegin?(run: TrainRun<Tasks>, epoch: number): void | Promise<void>;
  /** After every training step. */
  onBatchEnd?(run: TrainRun<Tasks>, record: BatchRecord<Tasks>): void | Promise<void>;
  /** After training and validation of every epoch; the record is in the history already. */
  onEpochEnd?(run: TrainRun<Tasks>, record: EpochRecord<Tasks>): void | Promise<void>;
  /** Once, whatever happens: also where training failed, with the error. */
  onTrainEnd?(run: TrainRun<Tasks>, error?: unknown): void | Promise<void>;
  /** What it remembers, for checkpoints. */
  state?(): CallbackState;
  /** Goes on from what {@link Callback.state} gave; called after `onTrainBegin`. */
  restore?(state: CallbackState): void;
}

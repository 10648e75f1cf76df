import type { Network } from '@polyhead/model';
import type { Batch, TaskMap, TaskName } from '@polyhead/core';
import type { EpochRecord, History } from '../history/history';
import type { CallbackState, RunState, Settings } from '../history/run-state';
import type { RunPosition } from '../history/step-counter';
import type { NamedArray } from '../steps/train-state';
import type { StepResult } from '../steps/train-step';

/** What a callback sees of the run, and can ask of it. */
export interface TrainRun<Tasks extends TaskMap = TaskMap> {
  /**
   * The network in training. An engine may keep its weights elsewhere: look at them in
   * {@link TrainRun.withEvalWeightsInModel} only.
   */
  readonly network: Network<Tasks>;
  /** Number of the epoch after the last one. */
  readonly epochs: number;
  /** Batches in an epoch. */
  readonly batchesPerEpoch: number;
  /** Records in the training source. */
  readonly trainingSize: number;
  /** Whether every epoch is scored on a validation source. */
  readonly hasValidation: boolean;
  /** Where the run stands: the epoch and batch that come, and steps done. */
  position(): RunPosition;
  /** All epochs so far. */
  readonly history: History<Tasks>;
  /**
   * Ends the run after this epoch; `reason` goes into the history. The run is finished: resumed from a checkpoint, it
   * trains no further epoch.
   */
  stop(reason: string): void;
  /**
   * Ends the run with this error before the next batch, also of a validation or a recomputation of batch norm
   * statistics, whose work is lost. `onTrainEnd` gets the error, and can read the state of the run as it then is.
   */
  abort(error: Error): void;
  /** Everything needed to continue from here. */
  readState(): Promise<RunState>;
  /**
   * In `onTrainEnd` of a run that was stopped: the state after its last epoch, before averages or the best weights took
   * the place of the weights. Save it if no earlier state tells that the run has stopped.
   */
  readEndState(): Promise<RunState>;
  /** The weights that validation sees: those of the moment, or with `emaDecay` their averages. */
  readWeights(): Promise<readonly NamedArray[]>;
  /** Replaces the weights by others that {@link TrainRun.readWeights} gave. */
  writeWeights(weights: readonly NamedArray[]): Promise<void>;
  /**
   * Runs `action` while the network itself has the weights that validation sees, wherever an engine keeps its own: to
   * save it, for example.
   */
  withEvalWeightsInModel<T>(action: () => Promise<T>): Promise<T>;
}

/** What is known after one batch. */
export interface BatchRecord<Tasks extends TaskMap = TaskMap> {
  /** Number of the epoch, from 0. */
  readonly epoch: number;
  /** Number of the batch in its epoch, from 0. */
  readonly batch: number;
  /** Number of the step in the run, from 0. */
  readonly step: number;
  /** Images in the batch. */
  readonly size: number;
  /** Learning rate of the step. */
  readonly learningRate: number;
  /** What the step gave. */
  readonly result: StepResult<Tasks>;
  /** The batch itself; valid during the hook only. */
  readonly data: Batch<TaskName<Tasks>>;
}

/**
 * Something that looks on while a network trains. All hooks are optional, may be async and are called in the order of
 * `callbacks`, those that say `last` after the others.
 *
 * A callback that remembers anything starts again in `onTrainBegin`.
 */
export interface Callback<Tasks extends TaskMap = TaskMap> {
  /** Its name in checkpoints and messages. */
  readonly name: string;
  /**
   * Whether its hooks are called after those of all others: for whoever saves what the others remember. Default false.
   */
  readonly last?: boolean;
  /**
   * What decides what it does, as plain JSON, such as `{ metric: 'validation.loss', patience: 5 }`. Checkpoints keep
   * it:
   * a resumed run finds the state of the right one among callbacks of the same name by it, and
   * `history.resumed.changed` lists what differs. Default: none.
   */
  readonly settings?: Settings;
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
  /**
   * Continues from the result of {@link Callback.state}; called after `onTrainBegin`. The state may have been saved
   * under other {@link Callback.settings}: ignore what does not fit them.
   */
  restore?(state: CallbackState): void;
}

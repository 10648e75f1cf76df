import type { TaskMap, TaskName } from '@polyhead/core';
import type { ResumeInfo } from './run-state';

/** How well one task was done: its loss before the weight, and its metric. */
export type TaskScores<Metric extends string = string> = TaskLoss & { readonly [Name in Metric]: number };

/** The loss of one task. (A type, as an interface would not fit into a record with any names.) */
export type TaskLoss = {
  /** Mean loss before the task's weight. */
  readonly loss: number;
};

/**
 * How well a network did on a whole split: the total loss, and the scores of each task, such as `scores.race.accuracy`.
 */
export type EpochScores<Tasks extends TaskMap = TaskMap> = TotalLoss & {
  // Where nobody knows the tasks by name, `loss` is one of the names.
  readonly [Name in TaskName<Tasks>]: string extends Name
    ? number | TaskScores
    : TaskScores<Tasks[Name]['metric']['name']>;
};

/** The loss of all tasks together. (A type, as an interface would not fit into a record with any names.) */
export type TotalLoss = {
  /** Sum of the tasks' losses, each times its `lossWeight`; penalties of regularizers are not part of it. */
  readonly loss: number;
};

/** What is known of one epoch. */
export interface EpochRecord<Tasks extends TaskMap = TaskMap> {
  /** Its number, from 0 (as in Keras' history; the progress bar shows it from 1). */
  readonly epoch: number;
  /** Scores of the outputs that the training steps gave, dropout on, weights changing. */
  readonly training: EpochScores<Tasks>;
  /** Scores on the whole validation split at the end of the epoch. Absent without one. */
  readonly validation?: EpochScores<Tasks>;
  /**
   * The most probable reason, in one line, if the validation loss is more than five times the training loss. Absent if
   * it is not.
   */
  readonly note?: string;
  /** What each task's loss was multiplied by after the last step. Absent where the weights are fixed. */
  readonly lossWeights?: Readonly<Record<TaskName<Tasks>, number>>;
  /** Learning rate of the last step. */
  readonly learningRate: number;
  /** Time for training and validation, in seconds. */
  readonly seconds: number;
  /** Images trained on in a second, validation left out. */
  readonly imagesPerSecond: number;
  /** Images that the training source could not read so far. */
  readonly skipped: number;
}

/** What a run has done so far; what {@link train} gives back. */
export interface History<Tasks extends TaskMap = TaskMap> {
  /** One record an epoch, oldest first. */
  readonly epochs: readonly EpochRecord<Tasks>[];
  /**
   * The checkpoint that the run went on from, with those that were damaged and what has changed since. Absent where it
   * was not resumed from one.
   */
  readonly resumed?: ResumeInfo;
  /** Why the run ended before its last epoch. Absent where it did not. */
  readonly stopped?: string;
}

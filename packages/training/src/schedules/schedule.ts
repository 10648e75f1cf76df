import type { TaskMap } from '@polyhead/core';
import type { EpochRecord } from '../history/history';
import type { Json, Settings } from '../history/run-state';

/** How the learning rate changes over a run. Made once, it can serve any number of runs. */
export interface Schedule<Tasks extends TaskMap = TaskMap> {
  /** Begins a run. Throws if the plan does not fit. */
  start(plan: ScheduleContext<Tasks>): ScheduleInstance<Tasks>;
}

/** What a schedule knows of the run. */
export interface ScheduleContext<Tasks extends TaskMap = TaskMap> {
  /** The optimizer's learning rate. */
  readonly learningRate: number;
  /** Epochs in the run. */
  readonly epochs: number;
  /** Steps in an epoch. */
  readonly stepsPerEpoch: number;
  /** The tasks of the network. */
  readonly tasks: Tasks;
  /** Whether every epoch is scored on a validation source. Default true. */
  readonly hasValidation?: boolean;
}

/** A schedule at work in one run. */
export interface ScheduleInstance<Tasks extends TaskMap = TaskMap> {
  /**
   * What decides its learning rates, as plain JSON, its `name` among them. Checkpoints keep it: a resumed run does not
   * give a schedule the state of one with another name, and `history.resumed.changed` lists what differs. Default:
   * none.
   */
  readonly settings?: Settings;
  /** Learning rate of a step, counted from 0 over the run. */
  learningRate(step: number): number;
  /** Takes note of an epoch. */
  onEpochEnd?(record: EpochRecord<Tasks>): void;
  /** What it remembers, for checkpoints. */
  state?(): Json;
  /** Continues from the result of `state`, of a schedule that may have had other settings. */
  restore?(state: Json): void;
}

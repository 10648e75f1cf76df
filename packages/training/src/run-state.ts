import type { TaskSpec } from '@polyhead/tasks';
import type { EpochRecord } from './history';
import type { CollectionState } from './scores/collect-outputs';
import type { StateArray, TrainState } from './steps/train-state';

/** Plain JSON. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** What a callback remembers. */
export interface CallbackState {
  /** Small things, as plain JSON. */
  readonly values: Json;
  /** Arrays, such as the best weights so far. Default []. */
  readonly arrays?: readonly StateArray[];
}

/** Where a resumed run came from. */
export interface RunOrigin {
  /** Folder of the checkpoint. */
  readonly folder: string;
  /** Newer checkpoints that could not be used, and why. */
  readonly damaged: readonly DamagedCheckpoint[];
}

/** A checkpoint that could not be used. */
export interface DamagedCheckpoint {
  /** Its folder. */
  readonly folder: string;
  /** What is wrong with it. */
  readonly reason: string;
}

/** Everything a run needs to go on as if it had never stopped. */
export interface RunState {
  /** The next epoch, from 0. */
  readonly epoch: number;
  /** The next batch in it, from 0. */
  readonly batch: number;
  /** Steps done so far. */
  readonly step: number;
  /** Seed of the noise in the network. */
  readonly seed: number;
  /** The tasks of the network. */
  readonly tasks: Readonly<Record<string, TaskSpec>>;
  /** Settings of the optimizer. */
  readonly optimizer: Readonly<Record<string, unknown>>;
  /** Weights and what the optimizer remembers. */
  readonly train: TrainState;
  /** What the schedule remembers. */
  readonly schedule: Json;
  /** What the callbacks remember, by name. */
  readonly callbacks: { readonly [name: string]: CallbackState };
  /** What the training steps of the unfinished epoch gave; absent between epochs. */
  readonly seen?: CollectionState;
  /** Where this state was read from. Absent where it was not read from a checkpoint. */
  readonly origin?: RunOrigin;
  /** The epochs so far. */
  readonly history: readonly EpochRecord[];
}

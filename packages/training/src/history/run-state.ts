import type { SourceFingerprint, TaskSpec } from '@polyhead/core';
import type { EpochRecord } from './history';
import type { OutputAccumulatorState } from './task-outputs';
import type { NamedArray, TrainState } from '../steps/train-state';

/** Plain JSON. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Settings by name, as plain JSON. */
export type Settings = Readonly<Record<string, Json>>;

/** What a callback remembers. */
export interface CallbackState {
  /** Small things, as plain JSON. */
  readonly values: Json;
  /** Arrays, such as the best weights so far. Default []. */
  readonly arrays?: readonly NamedArray[];
}

/** What a checkpoint keeps of a callback. */
export interface SavedCallback extends CallbackState {
  /** Its name. Default: the key that it is saved under. */
  readonly name?: string;
  /** Its settings. Absent if it has none. */
  readonly settings?: Settings;
}

/** Where a resumed run came from. */
export interface CheckpointSource {
  /** Folder of the checkpoint. */
  readonly folder: string;
  /** Newer checkpoints that could not be used, and why. */
  readonly damaged: readonly CorruptCheckpoint[];
}

/** The checkpoint that a run went on from. */
export interface ResumeInfo extends CheckpointSource {
  /**
   * What differs from the run that is resumed, one line each with the old and the new value, such as
   * `engine: wasm then, tensorflow now` or `earlyStopping.patience: 5 then, 10 now`. Some, such as another patience,
   * can give other weights than a run that was never stopped; others, such as another `csvLogger.file`, cannot.
   */
  readonly changed: readonly string[];
}

/** A checkpoint that could not be used. */
export interface CorruptCheckpoint {
  /** Its folder. */
  readonly folder: string;
  /** What is wrong with it. */
  readonly reason: string;
}

/** What a run trains and validates on. A part that cannot tell is absent. */
export interface RunData {
  /** Fingerprint of the training source. */
  readonly training?: SourceFingerprint;
  /** Fingerprint of the validation source. */
  readonly validation?: SourceFingerprint;
}

/** What a run computes with: its bytes are promised to be the same where all of this is. */
export interface RunEnvironment {
  /** Version of polyhead. */
  readonly polyhead: string;
  /** Versions of all copies of polyhead in the process. Absent if there is one, as there should be. */
  readonly copies?: string;
  /** Version of tfjs. */
  readonly tfjs: string;
  /** Node with its version, or the browser. */
  readonly runtime: string;
  /** Operating system and processor, such as `linux x64`; empty in browsers. */
  readonly platform: string;
  /** tfjs' backend, such as `wasm`. */
  readonly engine: string;
  /** Whether the step is compiled, or done operation by operation. */
  readonly compiled: boolean;
  /** What the engine says of itself, such as `{ threads: 2, precision: 'float32' }`. */
  readonly settings: Readonly<Record<string, string | number | boolean>>;
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
  /** How the tasks' losses are added up. Absent: `fixed`. */
  readonly lossWeighting?: 'fixed' | 'uncertainty';
  /** What it trains and validates on. Absent: the run is resumed on whatever there is. */
  readonly data?: RunData;
  /** What it computed with. */
  readonly environment?: RunEnvironment;
  /**
   * The schedule and its settings, and options of the run such as `microBatchSize`. Absent: not compared when the run
   * is resumed.
   */
  readonly settings?: { readonly schedule?: Settings; readonly options?: Settings };
  /** Learning rate of the last step. Absent: taken from the schedule. */
  readonly learningRate?: number;
  /** Why the run has ended before its last epoch. Absent if it has not: then it continues when it is resumed. */
  readonly stopped?: string;
  /** Positions of the records that could not be read so far. Absent if there are none. */
  readonly skipped?: readonly number[];
  /** Weights and what the optimizer remembers. */
  readonly train: TrainState;
  /** What the schedule remembers. */
  readonly schedule: Json;
  /** What the callbacks remember, by name. */
  readonly callbacks: { readonly [name: string]: SavedCallback };
  /** What the training steps of the unfinished epoch gave; absent between epochs. */
  readonly partialEpoch?: OutputAccumulatorState;
  /** Where this state was read from. Absent where it was not read from a checkpoint. */
  readonly origin?: CheckpointSource;
  /** The epochs so far. */
  readonly history: readonly EpochRecord[];
}

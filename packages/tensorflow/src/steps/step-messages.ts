// What the main thread and the thread of a training step say to each other.
import type { ModelFiles } from '@polyhead/model';
import type { Optimizer, StepInfo, TrainState } from '@polyhead/training';

/** What the thread is told when it starts. */
export interface StepWorkerData {
  readonly files: ModelFiles;
  readonly optimizer: Optimizer['settings'];
  readonly seed: number;
  readonly lossWeighting: 'fixed' | 'uncertainty';
  readonly emaDecay?: number;
  readonly precision: 'float32' | 'bfloat16';
}

/** The part of a batch that a step sees. */
export interface StepBatch {
  readonly size: number;
  readonly images: Uint8Array;
  readonly targets: Readonly<Record<string, Float32Array>>;
}

/** What can be asked of the thread; `ready` is answered once the step is recorded. */
export type StepCall =
  | { readonly method: 'ready' }
  | { readonly method: 'run'; readonly batch: StepBatch; readonly at: StepInfo }
  | { readonly method: 'predict'; readonly images: Uint8Array; readonly size: number }
  | { readonly method: 'readState' }
  | { readonly method: 'writeState'; readonly state: TrainState }
  | { readonly method: 'dispose' };

/** A call with the number that its answer carries. */
export interface StepRequest {
  readonly id: number;
  readonly call: StepCall;
}

/** The answer to a call. */
export interface StepReply {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: Error;
  /** Whether the error is a TraceError: a message carries an error's text, but not its class. */
  readonly untraceable?: boolean;
}

// Messages between the main thread and the thread of a training step.
import type { ErrorData } from '@polyhead/core';
import type { ModelFiles } from '@polyhead/model';
import type { Optimizer, StepInfo, TrainState } from '@polyhead/training';

/** Data that the thread receives when it starts. */
export interface StepWorkerData {
  readonly files: ModelFiles;
  readonly optimizer: Optimizer['settings'];
  readonly seed: number;
  readonly lossWeighting: 'fixed' | 'uncertainty';
  readonly emaDecay?: number;
  readonly precision: 'float32' | 'bfloat16';
}

/** The part of a batch that a step uses. */
export interface StepBatch {
  readonly size: number;
  readonly images: Uint8Array;
  readonly targets: Readonly<Record<string, Float32Array>>;
}

/** A call to the thread; the reply to `ready` comes once the step is recorded. */
export type StepCall =
  | { readonly method: 'ready' }
  | { readonly method: 'run'; readonly batch: StepBatch; readonly at: StepInfo }
  | { readonly method: 'predict'; readonly images: Uint8Array; readonly size: number }
  | { readonly method: 'readState' }
  | { readonly method: 'writeState'; readonly state: TrainState }
  | { readonly method: 'dispose' };

/** A call with the number of its reply. */
export interface StepRequest {
  readonly id: number;
  readonly call: StepCall;
}

/** The reply to a call: a value or an error. */
export interface StepReply {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: ErrorData;
}

// What the page and the worker that computes say to each other.
import type { EpochRecord } from '@polyhead/training';
import type { FaceTasks } from '@polyhead/core';
import type { Pixels } from '@polyhead/model';

/** Which network answers: the one trained on this page, or one loaded from a folder. */
export type Source = 'trained' | 'loaded';

export interface TrainSettings {
  /** Drawn figures to learn from. */
  readonly figures: number;
  readonly epochs: number;
  /** Seed of figures, weights, order and dropout. */
  readonly seed: number;
}

/** What is asked for, and what comes back. */
export interface Questions {
  start: { ask: { wasmPaths: string; threads?: number }; answer: { threads: number; relaxedSimd: boolean } };
  train: { ask: TrainSettings; answer: { stopped: boolean } };
  stop: { ask: object; answer: undefined };
  predict: { ask: { source: Source; images: readonly Pixels[] }; answer: readonly Prediction[] };
  load: { ask: { files: Readonly<Record<string, Uint8Array>> }; answer: NetworkFacts };
  save: { ask: object; answer: Readonly<Record<string, Uint8Array>> };
}

/** What the worker tells while it trains. */
export type Progress =
  | { readonly kind: 'batch'; readonly epoch: number; readonly batch: number; readonly batches: number }
  | { readonly kind: 'epoch'; readonly record: EpochRecord<FaceTasks> };

export interface NetworkFacts {
  readonly parameters: number;
  readonly imageShape: readonly number[];
  readonly tasks: readonly string[];
}

/** Answers for one image, by task. */
export type Prediction = Readonly<Record<string, Answer>>;

export type Answer =
  | { readonly type: 'number'; readonly value: number; readonly unit: string }
  | { readonly type: 'label'; readonly label: string; readonly probabilities: Readonly<Record<string, number>> };

/** Messages to the worker, and from it. */
export type Request = {
  [Kind in keyof Questions]: { readonly id: number; readonly kind: Kind } & Questions[Kind]['ask'];
}[keyof Questions];
export type Reply =
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly error: string }
  | { readonly progress: Progress };

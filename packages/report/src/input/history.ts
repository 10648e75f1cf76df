import { assertArray, assertObject } from '@polyhead/core';

/**
 * Scores of one epoch: the total loss, and per task its loss and metrics under the task's name. What `train` records
 * has this shape.
 */
export interface ReportScores {
  /** Total loss. */
  readonly loss: number;
}

/** One epoch of a {@link ReportHistory}. */
export interface ReportEpoch {
  /** Number of the epoch, from 0. */
  readonly epoch: number;
  /** Scores over the training images. */
  readonly training: ReportScores;
  /** Scores over the validation images, where there were any. */
  readonly validation?: ReportScores;
  /** Learning rate at the end of the epoch. */
  readonly learningRate?: number;
  /** Duration, in seconds. */
  readonly seconds?: number;
  /** Training images per second. */
  readonly imagesPerSecond?: number;
  /** Images that could not be read and were left out. */
  readonly skipped?: number;
}

/** How a training run went: what `train` resolves to, or the same from JSON. */
export interface ReportHistory {
  /** The epochs in order. */
  readonly epochs: readonly ReportEpoch[];
  /** Why training ended before its last epoch, where it did. */
  readonly stopped?: unknown;
}

/** Throws if a value is no history. */
export function expectHistory(where: string, history: unknown): void {
  const expected = { what: 'a history', example: 'what train returned' };
  assertObject(where, history, { ...expected, requiredKeys: ['epochs'] });
  assertArray(`${where}: "epochs"`, (history as { readonly epochs: unknown }).epochs, {
    ...expected,
    what: 'a list of epochs',
    requiredKeys: ['training'],
  });
}

/**
 * The number at a dotted path such as `race.accuracy` in the scores of an epoch; `null` where there is none, or it is
 * not finite.
 */
export function scoreAt(scores: unknown, path: string): number | null {
  let value: unknown = scores;
  for (const key of `${path}`.split('.'))
    value =
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? (value as Record<string, unknown>)[key]
        : undefined;
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** Paths of all scores in a history: `loss` first, then each task's. */
export function scorePaths(history: ReportHistory): string[] {
  const paths = new Set<string>();
  for (const epoch of history.epochs) {
    for (const [name, value] of Object.entries(epoch.training)) {
      if (typeof value === 'number') paths.add(name);
      else if (typeof value === 'object' && value !== null)
        for (const [metric, score] of Object.entries(value))
          if (typeof score === 'number') paths.add(`${name}.${metric}`);
    }
  }
  return [...paths].sort((a, b) => Number(b === 'loss') - Number(a === 'loss'));
}

import type { TaskMap } from '@polyhead/core';
import type { EpochRecord } from './history';
import { type MetricPath, readMetric, type MetricContext } from './metric-path';
import type { Json } from './run-state';

/** The best value of a watched number so far. */
export interface BestValue {
  /** Looks at an epoch: whether it is better than all before it. */
  update(record: EpochRecord): boolean;
  /** The best value; undefined before the first epoch. */
  readonly value: number | undefined;
  /** The epoch it was reached in. */
  readonly epoch: number | undefined;
  /** What it remembers. */
  state(): Json;
  /**
   * Continues from the result of `state`. Returns false, and changes nothing, if that belongs to another number, whose
   * values cannot be compared with those of this one.
   */
  restore(state: Json | undefined): boolean;
  /** Forgets the best value. */
  reset(): void;
}

/** The result of `state`: only `watches` before the first epoch. */
interface SavedBest {
  readonly watches: string;
  readonly value: number | null;
  readonly epoch: number;
}

/** Remembers the best value of a number of the history. `minDelta` is how much better counts as better. */
export function bestValue<Tasks extends TaskMap>(
  where: string,
  run: MetricContext<Tasks>,
  path: MetricPath<Tasks>,
  minDelta = 0,
): BestValue {
  const watched = readMetric(where, run, path);
  let best: { readonly value: number; readonly epoch: number } | undefined;
  return {
    get value() {
      return best?.value;
    },
    get epoch() {
      return best?.epoch;
    },
    update: (record) => {
      const value = watched.valueOf(record);
      if (best !== undefined && !watched.isBetter(value, best.value, minDelta)) return false;
      best = { value, epoch: record.epoch };
      return true;
    },
    state: () => ({ watches: watched.identity, ...best }),
    restore: (state) => {
      const { watches, value, epoch } = (state ?? {}) as Partial<SavedBest>;
      if (watches !== watched.identity) return false;
      best = epoch === undefined ? undefined : { value: value ?? NaN, epoch }; // JSON has null for NaN
      return true;
    },
    reset: () => (best = undefined),
  };
}

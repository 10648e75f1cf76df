import type { TaskMap } from '@polyhead/tasks';
import type { EpochRecord } from './history';
import { type MetricPath, watchMetric, type WatchedRun } from './metric-path';
import type { Json } from './run-state';

/** The best value of a watched number so far. */
export interface BestTracker {
  /** Looks at an epoch: whether it is better than all before it. */
  update(record: EpochRecord): boolean;
  /** The best value; undefined before the first epoch. */
  readonly value: number | undefined;
  /** The epoch it was reached in. */
  readonly epoch: number | undefined;
  /** What it remembers. */
  state(): Json;
  /** Goes on from what `state` gave. */
  restore(state: Json): void;
}

/** Remembers the best value of a number of the history. `minDelta` is how much better counts as better. */
export function trackBest<Tasks extends TaskMap>(
  where: string,
  run: WatchedRun<Tasks>,
  path: MetricPath<Tasks>,
  minDelta = 0,
): BestTracker {
  const watched = watchMetric(where, run, path);
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
    state: () => best ?? null,
    restore: (state) => void (best = (state as typeof best | null) ?? undefined),
  };
}

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { saveModel } from '@polyhead/model/node';
import type { TaskMap } from '@polyhead/tasks';
import type { Callback } from '../callbacks/callback';
import { checkSetting } from '../check-setting';
import type { EpochRecord } from '../history';
import type { MetricPath } from '../metric-path';
import type { Json } from '../run-state';
import { type BestTracker, trackBest } from '../track-best';
import { clearWay } from './clear-way';
import { writeCheckpoint } from './write-checkpoint';

/** Options of {@link checkpoints}. */
export interface CheckpointsOptions<Tasks extends TaskMap = TaskMap> {
  /** Epochs between two checkpoints; the last epoch always has one. Default 1. */
  readonly everyEpochs?: number;
  /** How many checkpoints stay; with two, one is left where the newest gets damaged. Default 2. */
  readonly keepLast?: number;
  /** Number of the history by which the best model is kept, ready for `loadPredictor`, in the folder `best`. Default: no such folder. */
  readonly best?: MetricPath<Tasks>;
  /** Whether checkpoints of an earlier run in the same folder, which this one does not go on from, may be removed. Default false: they are an error. */
  readonly overwrite?: boolean;
}

/**
 * Saves the run after every epoch: model, optimizer, schedule, callbacks and history, to the last bit. `train(network, { resume: folder })` goes on from there.
 *
 * Each checkpoint is a folder that is written beside, flushed and renamed, with SHA-256 sums of its files: at every moment the newest one is complete.
 *
 * @example
 * ```ts
 * import { checkpoints } from '@polyhead/training/node';
 * const callback = checkpoints('runs/faces', { keepLast: 2, best: 'validation.loss' });
 * ```
 */
export function checkpoints<Tasks extends TaskMap = TaskMap>(folder: string, options: CheckpointsOptions<Tasks> = {}): Callback<Tasks> {
  const { everyEpochs = 1, keepLast = 2, best: metric, overwrite = false } = options;
  checkSetting('checkpoints', 'everyEpochs', everyEpochs, Number.isInteger(everyEpochs) && everyEpochs > 0, 'a whole number of at least 1');
  checkSetting('checkpoints', 'keepLast', keepLast, Number.isInteger(keepLast) && keepLast > 0, 'a whole number of at least 1');
  let best: BestTracker | undefined;
  return {
    name: 'checkpoints',
    last: true,
    onTrainBegin: async (run) => {
      best = metric === undefined ? undefined : trackBest('checkpoints', run.network.tasks, metric);
      await mkdir(folder, { recursive: true }); // a folder that cannot be written should say so now, not in an hour
      await clearWay(folder, run, overwrite);
    },
    onEpochEnd: async (run, record) => {
      const isBest = best?.update(record as unknown as EpochRecord) === true;
      const isDue = (record.epoch + 1) % everyEpochs === 0 || record.epoch + 1 === run.epochs;
      if (!isBest && !isDue) return;
      const state = isDue ? await run.readState() : undefined;
      await run.whileInNetwork(async () => {
        if (isBest) await saveModel(run.network, join(folder, 'best'));
        if (state !== undefined) await writeCheckpoint(folder, run.network, state, keepLast);
      });
    },
    state: () => ({ values: best?.state() ?? null }),
    restore: ({ values }) => best?.restore(values as Json),
  };
}

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { saveModel } from '@polyhead/model/node';
import { assertObject, assertPath, type TaskMap, PolyheadError } from '@polyhead/core';
import type { Callback, TrainRun } from '../callbacks/callback';
import { assertSetting } from '../assert-setting';
import type { EpochRecord } from '../history/history';
import type { MetricPath } from '../history/metric-path';
import { type BestValue, bestValue } from '../history/best-value';
import { prepareFolder } from './prepare-folder';
import { withDiskHint } from '../callbacks/node/with-disk-hint';
import { type FolderLock, lockFolder } from './lock-folder';
import { exitCode, type SignalWatch, watchSignals } from './watch-signals';
import { writeCheckpoint } from './write-checkpoint';

/** Options of {@link checkpoints}. */
export interface CheckpointsOptions<Tasks extends TaskMap = TaskMap> {
  /** Epochs between two checkpoints; the last epoch always has one, also if the run is stopped early. Default 1. */
  readonly everyEpochs?: number;
  /**
   * Batches between two checkpoints within an epoch, counted again in each; a run that was killed goes on at the very
   * batch. Default: none within epochs.
   */
  readonly everyBatches?: number;
  /** How many checkpoints stay; with two, one is left where the newest gets damaged. Default 2. */
  readonly keepLast?: number;
  /**
   * Number of the history by which the best model is kept, ready for `loadPredictor`, in the folder `best`. Default: no
   * such folder.
   */
  readonly best?: MetricPath<Tasks>;
  /**
   * Makes the text of the `README.md` in the folder `best`, such as a model card; `polyhead` writes one. Default: none.
   */
  readonly readme?: (run: TrainRun<Tasks>) => string;
  /**
   * Whether checkpoints of another run in the same folder, which this one does not continue, may be removed. Default
   * false: they are an error.
   */
  readonly overwrite?: boolean;
  /**
   * Whether SIGINT and SIGTERM let the batch end, also one of a validation, write a checkpoint and then leave with code
   * 130 or 143; a second one leaves at once. Default true.
   */
  readonly stopOnSignals?: boolean;
}

const optionNames = {
  everyEpochs: true,
  everyBatches: true,
  keepLast: true,
  best: true,
  readme: true,
  overwrite: 'boolean',
  stopOnSignals: 'boolean',
} satisfies Record<keyof CheckpointsOptions, true | 'boolean'>;

/**
 * Saves the run after every epoch: model, optimizer, schedule, callbacks and history, to the last bit. `train(network,
 * { resume: folder })` goes on from there.
 *
 * Each checkpoint is a folder that is written beside, flushed and renamed, with SHA-256 sums of its files: at every
 * moment the newest one is complete.
 * A lock keeps other runs out of the folder. `train` throws if the folder is locked or cannot be written, and where
 * the disk is full; what was complete stays.
 *
 * @example
 * ```ts
 * import { checkpoints } from '@polyhead/training/node';
 * const callback = checkpoints('runs/faces', { keepLast: 2, best: 'validation.loss' });
 * ```
 */
export function checkpoints<Tasks extends TaskMap = TaskMap>(
  folder: string,
  options: CheckpointsOptions<Tasks> = {},
): Callback<Tasks> {
  assertPath('checkpoints', folder, 'folder', 'runs/faces');
  assertObject('checkpoints', options, { names: optionNames, example: '{ keepLast: 2 }' });
  const {
    everyEpochs = 1,
    everyBatches,
    keepLast = 2,
    best: metric,
    readme,
    overwrite = false,
    stopOnSignals = true,
  } = options;
  for (const [name, value] of Object.entries({ everyEpochs, everyBatches: everyBatches ?? 1, keepLast })) {
    assertSetting('checkpoints', name, value, Number.isInteger(value) && value > 0, 'a whole number of at least 1');
  }
  let best: BestValue | undefined;
  let told: string | undefined;
  let signals: SignalWatch | undefined;
  let lock: FolderLock | undefined;
  let stopped: Error | undefined;
  const goOn = `, then pass { resume: ${JSON.stringify(folder)} } to go on from the last complete checkpoint`;
  const save = async (run: TrainRun<Tasks>, read = run.readState): Promise<void> => {
    const state = await read();
    told = state.stopped;
    lock?.check();
    await run.whileInNetwork(() =>
      withDiskHint('checkpoints', folder, () => writeCheckpoint(folder, run.network, state, keepLast), goOn),
    );
  };
  const exitIfSignaled = async (run: TrainRun<Tasks>, saved: boolean): Promise<void> => {
    const signal = signals?.requested();
    if (signal === undefined) return;
    if (!saved) await save(run);
    throw stoppedBy(signal, folder);
  };
  return {
    name: 'checkpoints',
    settings: {
      everyEpochs,
      everyBatches: everyBatches ?? 'none',
      keepLast,
      best: metric === undefined ? 'none' : String(metric),
      readme: readme === undefined ? 'none' : 'a function',
      overwrite,
      stopOnSignals,
    },
    last: true,
    onTrainBegin: async (run) => {
      told = run.history.stopped;
      best =
        metric === undefined
          ? undefined
          : bestValue('checkpoints', { tasks: run.network.tasks, hasValidation: run.hasValidation }, metric);
      await withDiskHint('checkpoints', folder, async () => {
        await mkdir(folder, { recursive: true }); // a folder that cannot be written should say so now, not in an hour
        lock = await lockFolder(folder);
      });
      await prepareFolder(folder, run, overwrite);
      stopped = undefined;
      if (stopOnSignals) signals = watchSignals((signal) => run.abort((stopped = stoppedBy(signal, folder))));
    },
    onBatchEnd: async (run, { batch }) => {
      const isDue = everyBatches !== undefined && (batch + 1) % everyBatches === 0 && batch + 1 < run.batchesPerEpoch;
      if (isDue) await save(run);
      await exitIfSignaled(run, isDue);
    },
    onEpochEnd: async (run, record) => {
      const isBest = best?.update(record as unknown as EpochRecord) === true;
      const isDue =
        run.history.stopped !== told || (record.epoch + 1) % everyEpochs === 0 || record.epoch + 1 === run.epochs;
      if (isBest) lock?.check();
      if (isBest)
        await run.whileInNetwork(() =>
          withDiskHint(
            'checkpoints',
            folder,
            () => saveModel(run.network, join(folder, 'best'), { readme: readme?.(run) }),
            goOn,
          ),
        );
      if (isDue) await save(run);
      await exitIfSignaled(run, isDue);
    },
    onTrainEnd: async (run, error) => {
      const signal = signals?.requested();
      try {
        if (stopped !== undefined && error === stopped) await save(run); // between two batches, such as of validation
        if (error === undefined && run.history.stopped !== told) await save(run, run.readEndState); // stopped after the last checkpoint
      } finally {
        signals?.release();
        lock?.();
        signals = lock = undefined;
      }
      if (signal !== undefined) process.exit(exitCode(signal)); // the last of all callbacks: nobody is cut off
    },
    state: () => ({ values: best?.state() ?? null }),
    restore: ({ values }) => void best?.restore(values),
  };
}

function stoppedBy(signal: NodeJS.Signals, folder: string): Error {
  return new PolyheadError(
    'INTERRUPTED',
    `train: stopped by ${signal}. Pass { resume: ${JSON.stringify(folder)} } to go on.`,
  );
}

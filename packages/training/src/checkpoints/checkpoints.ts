import { assertObject, assertPath, type TaskMap, assertWholeNumber } from '@polyhead/core';
import type { Callback, TrainRun } from '../callbacks/callback';
import type { MetricPath } from '../history/metric-path';
import { CheckpointSaver } from './checkpoint-saver';

/** Options of {@link checkpoints}. */
export interface CheckpointsOptions<Tasks extends TaskMap = TaskMap> {
  /** Epochs between two checkpoints; the last epoch always has one, also if the run is stopped early. Default 1. */
  readonly everyEpochs?: number;
  /**
   * Batches between two checkpoints within an epoch, counted again in each; a run that was killed continues with the
   * very next batch. Default: none within epochs.
   */
  readonly everyBatches?: number;
  /** How many checkpoints to keep; with two, one is left if the newest becomes corrupt. Default 2. */
  readonly keepLast?: number;
  /**
   * Metric by which the best model is saved, ready for `loadPredictor`, in the folder `best`. Default: no such folder.
   */
  readonly best?: MetricPath<Tasks>;
  /**
   * Returns the text of the `README.md` in the folder `best`, such as a model card; `polyhead` writes one. Default:
   * none.
   */
  readonly readme?: (run: TrainRun<Tasks>) => string;
  /**
   * True to remove checkpoints of another run in the same folder, which this one does not resume. Default false: they
   * are an error.
   */
  readonly overwrite?: boolean;
  /**
   * True to end the run on SIGINT and SIGTERM after the current batch, also one of a validation: a checkpoint is
   * written, then the signal is raised again and ends the process. A second signal ends it immediately. Default true.
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
 * Creates a callback that saves the run after every epoch: model, optimizer, schedule, callbacks and history, to the
 * last bit. `train(network, { resume: folder })` continues from there.
 *
 * Each checkpoint is a folder that is written under a temporary name, flushed and renamed, with SHA-256 checksums of
 * its files: at every moment the newest one is complete. A lock keeps other runs out of the folder.
 *
 * @param folder - Folder of the checkpoints; created if it does not exist.
 * @param options - How often to save, how many checkpoints to keep, and which model is the best. Default: after every
 * epoch, the last two, no best model.
 * @returns A callback for `train`. It runs after all other callbacks, so that it saves their state. In `train`, it
 * throws FOLDER_IN_USE if another run holds the folder or has left checkpoints there, FILE_UNWRITABLE if the folder
 * cannot be written or the disk is full (complete checkpoints stay), and INTERRUPTED after a signal.
 * @throws {PolyheadError} INVALID_ARGUMENT if the folder is not a path or an option is not valid.
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
  assertObject('checkpoints', options, { optionKeys: optionNames, example: '{ keepLast: 2 }' });
  const {
    everyEpochs = 1,
    everyBatches,
    keepLast = 2,
    best,
    readme,
    overwrite = false,
    stopOnSignals = true,
  } = options;
  for (const [name, value] of Object.entries({ everyEpochs, everyBatches: everyBatches ?? 1, keepLast }))
    assertWholeNumber('checkpoints', name, value, 1);
  const saver = new CheckpointSaver<Tasks>(folder, { ...options, everyEpochs, keepLast, overwrite, stopOnSignals });
  return {
    name: 'checkpoints',
    settings: {
      everyEpochs,
      everyBatches: everyBatches ?? 'none',
      keepLast,
      best: best === undefined ? 'none' : String(best),
      readme: readme === undefined ? 'none' : 'a function',
      overwrite,
      stopOnSignals,
    },
    last: true,
    onTrainBegin: (run) => saver.begin(run),
    onBatchEnd: (run, { batch }) => saver.endBatch(run, batch),
    onEpochEnd: (run, record) => saver.endEpoch(run, record),
    onTrainEnd: (run, error) => saver.end(run, error),
    state: () => ({ values: saver.bestState() }),
    restore: ({ values }) => saver.restoreBest(values),
  };
}

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { assertObject, assertPath, type TaskMap, assertWholeNumber } from '@polyhead/core';
import type { Callback, TrainRun } from '../callbacks/callback';
import type { EpochRecord } from '../history/history';
import { type EventFile, openEventFile } from './event-file';
import { histogramValue, imageValue, scalarValue } from './summary-value';
import { withDiskHint } from '../callbacks/node/with-disk-hint';
import { flattenRecord } from '../callbacks/node/flatten-record';

/** An image for TensorBoard. */
export interface TensorBoardImage {
  /** What it is called; images of one name make a series over the epochs. */
  readonly name: string;
  /** Height in pixels. */
  readonly height: number;
  /** Width in pixels. */
  readonly width: number;
  /** Bytes of a PNG or JPEG file. */
  readonly bytes: Uint8Array;
}

/** Options of {@link tensorBoard}. */
export interface TensorBoardOptions<Tasks extends TaskMap = TaskMap> {
  /** Epochs from one histogram of the weights to the next; 0 for none. Default 1. */
  readonly histograms?: number;
  /** Gives images to show, after every epoch (counted from 0). Default none. */
  readonly images?: (
    run: TrainRun<Tasks>,
    epoch: number,
  ) => readonly TensorBoardImage[] | Promise<readonly TensorBoardImage[]>;
}

const optionNames = { histograms: true, images: true } satisfies Record<keyof TensorBoardOptions, true>;

/**
 * Creates a callback that writes event files for TensorBoard: `tensorboard --logdir FOLDER`. The losses and metrics of
 * the tasks (`race/accuracy`) are two runs, `train` and `validation`, on common axes; the learning rate, images per
 * second, histograms of the weights and images belong to `train`. A step of TensorBoard is an epoch, counted from 0. A
 * resumed run continues in the same folder and replaces the epochs that it trains again.
 *
 * @param folder - Folder of the event files; created if it does not exist.
 * @param options - Epochs between histograms, and a function that returns images. Default: after every epoch, no
 * images.
 * @returns A callback for `train`. In `train`, it throws FILE_UNWRITABLE, before the first epoch, if the folder cannot
 * be written.
 * @throws {PolyheadError} INVALID_ARGUMENT if the folder is not a path or an option is not valid.
 *
 * @example
 * ```ts
 * import { tensorBoard } from '@polyhead/training/node';
 * const callback = tensorBoard('runs/faces/events', { histograms: 5 });
 * ```
 */
export function tensorBoard<Tasks extends TaskMap = TaskMap>(
  folder: string,
  options: TensorBoardOptions<Tasks> = {},
): Callback<Tasks> {
  assertPath('tensorBoard', folder, 'folder', 'runs/faces/events');
  assertObject('tensorBoard', options, { optionKeys: optionNames, example: '{ histograms: 5 }' });
  const { histograms = 1, images } = options;
  assertWholeNumber('tensorBoard', 'histograms', histograms, 0);
  const files = new Map<string, EventFile>();
  let firstStep = 0;
  const fileOf = async (run: string): Promise<EventFile> => {
    const file = files.get(run) ?? (await openEventFile(join(folder, run), firstStep));
    files.set(run, file);
    return file;
  };
  return {
    name: 'tensorBoard',
    settings: { folder, histograms, images: images === undefined ? 'none' : 'a function' },
    onTrainBegin: async ({ history }) => {
      // says now, not after an epoch, that it cannot be written
      await withDiskHint('tensorBoard', folder, () => mkdir(folder, { recursive: true }));
      files.clear();
      firstStep = history.epochs.length;
    },
    onEpochEnd: async (run, record) => {
      const { epoch } = record;
      const values = scalars(record as unknown as EpochRecord);
      const weights = histograms > 0 && (epoch + 1) % histograms === 0 ? await run.readWeights() : [];
      const bars = weights
        .map(({ name, values }) => histogramValue(name, values))
        .filter((value) => value !== undefined);
      const shown = ((await images?.(run, epoch)) ?? []).map(({ name, height, width, bytes }) =>
        imageValue(name, height, width, bytes),
      );
      await withDiskHint('tensorBoard', folder, async () => {
        await (await fileOf('train')).append(epoch, [...values.train, ...bars, ...shown]);
        if (record.validation !== undefined) await (await fileOf('validation')).append(epoch, values.validation);
      });
    },
  };
}

function scalars(record: EpochRecord): Record<'train' | 'validation', Uint8Array[]> {
  const numbers = flattenRecord(record).map(([name, value]) => ({ path: name.split('.'), value }));
  const of = (split: string): Uint8Array[] =>
    numbers
      .filter(({ path }) => path[0] === split)
      .map(({ path, value }) => scalarValue(path.slice(1).join('/'), value));
  const run = [
    scalarValue('learning_rate', record.learningRate),
    scalarValue('images_per_second', record.imagesPerSecond),
  ];
  const weights = Object.entries(record.lossWeights ?? {}).map(([task, weight]) =>
    scalarValue(`loss_weights/${task}`, weight),
  );
  return { train: [...of('training'), ...run, ...weights], validation: of('validation') };
}

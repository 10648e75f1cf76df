import { mkdir, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { assertPath, type TaskMap, invalidArgument } from '@polyhead/core';
import type { Callback } from '../callback';
import type { EpochRecord } from '../../history/history';
import { withDiskHint } from './with-disk-hint';
import { flattenRecord } from './flatten-record';

/**
 * Creates a callback that writes the history as a CSV table, one row for each epoch; epochs count from 0, as in the
 * history and in Keras' CSVLogger. The whole file is written after every epoch, so that a resumed run omits no row and
 * repeats none.
 *
 * @param file - Path of the CSV file; its folder is created if it does not exist.
 * @returns A callback for `train`. In `train`, it throws FILE_UNWRITABLE, before the first epoch, if the file cannot be
 * written.
 * @throws {PolyheadError} INVALID_ARGUMENT if `file` is not a path.
 *
 * @example
 * ```ts
 * import { csvLogger } from '@polyhead/training/node';
 * const callback = csvLogger('runs/faces/history.csv');
 * ```
 */
export function csvLogger<Tasks extends TaskMap = TaskMap>(file: string): Callback<Tasks> {
  assertPath('csvLogger', file, 'file', 'runs/faces/history.csv');
  return {
    name: 'csvLogger',
    settings: { file },
    onTrainBegin: async () => {
      await withDiskHint('csvLogger', file, () => mkdir(dirname(file), { recursive: true }));
      if ((await stat(file).catch(() => undefined))?.isDirectory() === true)
        throw invalidArgument(
          'csvLogger',
          'expected the path of a file',
          `the folder ${file}`,
          `Pass e.g. ${join(file, 'history.csv')}.`,
        );
    },
    onEpochEnd: async ({ history }) => {
      const rows = (history.epochs as unknown as readonly EpochRecord[]).map(
        (record) => new Map(flattenRecord(record)),
      );
      const names = [...new Set(rows.flatMap((row) => [...row.keys()]))];
      const lines = [names, ...rows.map((row) => names.map((name) => row.get(name) ?? ''))].map(
        (cells) => `${cells.join(',')}\n`,
      );
      await withDiskHint('csvLogger', file, async () => {
        await writeFile(`${file}.partial`, lines.join(''));
        await rename(`${file}.partial`, file);
      });
    },
  };
}

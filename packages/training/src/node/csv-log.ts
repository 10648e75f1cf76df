import { mkdir, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expectPath, type TaskMap } from '@polyhead/tasks';
import type { Callback } from '../callbacks/callback';
import type { EpochRecord } from '../history';
import { explained } from './explained';
import { flatRecord } from './flat-record';

/**
 * Keeps the history as a CSV table, one row an epoch; epochs count from 0, as in the history and in Keras' CSVLogger.
 * The file is written anew after every epoch, so a resumed run leaves no row out and none twice.
 * Throws where `file` is no path; `train` throws before its first epoch where the file cannot be written.
 *
 * @example
 * ```ts
 * import { csvLog } from '@polyhead/training/node';
 * const callback = csvLog('runs/faces/history.csv');
 * ```
 */
export function csvLog<Tasks extends TaskMap = TaskMap>(file: string): Callback<Tasks> {
  expectPath('csvLog', file, 'file', 'runs/faces/history.csv');
  return {
    name: 'csvLog',
    settings: { file },
    onTrainBegin: async () => {
      await explained('csvLog', file, () => mkdir(dirname(file), { recursive: true }));
      if ((await stat(file).catch(() => undefined))?.isDirectory() === true)
        throw new Error(
          `csvLog: expected the path of a file, got the folder ${file}. Pass e.g. ${join(file, 'history.csv')}.`,
        );
    },
    onEpochEnd: async ({ history }) => {
      const rows = (history.epochs as unknown as readonly EpochRecord[]).map((record) => new Map(flatRecord(record)));
      const names = [...new Set(rows.flatMap((row) => [...row.keys()]))];
      const lines = [names, ...rows.map((row) => names.map((name) => row.get(name) ?? ''))].map(
        (cells) => `${cells.join(',')}\n`,
      );
      await explained('csvLog', file, async () => {
        await writeFile(`${file}.partial`, lines.join(''));
        await rename(`${file}.partial`, file);
      });
    },
  };
}

import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { TaskMap } from '@polyhead/tasks';
import type { Callback } from '../callbacks/callback';
import type { EpochRecord } from '../history';
import { flatRecord } from './flat-record';

/**
 * Keeps the history as a CSV table, one row an epoch. The file is written anew after every epoch, so a resumed run leaves no row out and none twice.
 *
 * @example
 * ```ts
 * import { csvLog } from '@polyhead/training/node';
 * const callback = csvLog('runs/faces/history.csv');
 * ```
 */
export function csvLog<Tasks extends TaskMap = TaskMap>(file: string): Callback<Tasks> {
  return {
    name: 'csvLog',
    onTrainBegin: async () => void (await mkdir(dirname(file), { recursive: true })),
    onEpochEnd: async ({ history }) => {
      const rows = (history.epochs as unknown as readonly EpochRecord[]).map((record) => new Map(flatRecord(record)));
      const names = [...new Set(rows.flatMap((row) => [...row.keys()]))];
      const lines = [names, ...rows.map((row) => names.map((name) => row.get(name) ?? ''))].map((cells) => `${cells.join(',')}\n`);
      await writeFile(`${file}.partial`, lines.join(''));
      await rename(`${file}.partial`, file);
    },
  };
}

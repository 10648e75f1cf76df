import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { version as polyhead } from '../../package.json';
import { checkInput, checkReportOptions } from '../input/assert-input';
import { pairOf, writeHtmlAndJson, type WrittenReport } from './write-pair';
import { buildReport } from './build-report';
import type { ReportInput, ReportOptions, ReproducibilityInfo, ThumbnailSource } from '../input/report-input';

/**
 * Writes the page of `renderReport` to `file`, and the same content as JSON beside it (`report.html` and
 * `report.json`).
 *
 * Each file is written beside its place and renamed into it, so that a reader never sees half of one. Thumbnails are
 * the result's own files unless the options say otherwise; files that cannot be read are left out.
 * Command, machine, and the versions of Node and polyhead are added to how to reproduce the run. Rejects as
 * `renderReport` does, and where the folder cannot be written.
 *
 * @example
 * ```ts
 * import { writeReport } from '@polyhead/report/node';
 * const epochs = [{ epoch: 0, training: { loss: 2 } }, { epoch: 1, training: { loss: 1.2 } }];
 * const { page } = await writeReport('runs/first/report.html', { history: { epochs } });
 * ```
 */
export async function writeReport<Row extends object>(
  file: string,
  input: ReportInput<Row>,
  options: ReportOptions = {},
): Promise<WrittenReport> {
  checkInput('writeReport', input);
  checkReportOptions('writeReport', options);
  const pair = pairOf('writeReport', file);
  const reproduction = {
    ...thisRun(),
    ...input.reproduction,
    versions: { node: process.versions.node, polyhead, ...input.reproduction?.versions },
  };
  return writeHtmlAndJson(pair, await buildReport({ ...input, reproduction }, { thumbnails: readImage, ...options }));
}

/** The command of this process, without the folders of the machine. */
function thisRun(): ReproducibilityInfo {
  const [, script, ...words] = process.argv;
  const named = (script === undefined ? words : [relative(process.cwd(), script), ...words]).map((word) =>
    word.replaceAll(process.cwd(), '.'),
  );
  const quoted = named.map((word) => (/^[\w./:=@%+,-]+$/.test(word) ? word : JSON.stringify(word)));
  return { command: ['node', ...quoted].join(' '), machine: `${process.platform} ${process.arch}` };
}

const readImage: ThumbnailSource = async (file) =>
  file === undefined ? undefined : readFile(file).catch(() => undefined);

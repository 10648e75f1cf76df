import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { version as polyhead } from '../../package.json';
import { checkInput, checkReportOptions } from '../input/assert-input';
import { pairOf, writeHtmlAndJson, type WrittenReport } from './write-pair';
import { buildReport } from './build-report';
import type { ReportInput, ReportOptions, ReproducibilityInfo, ThumbnailSource } from '../input/report-input';

/**
 * Writes the page of `renderReport` to `file`, and the same content as JSON next to it (`report.html` and
 * `report.json`).
 *
 * Each file is written under a temporary name and renamed, so that a reader never sees half of one. Thumbnails are the
 * result's own files unless the options say otherwise; files that cannot be read are omitted. The command, the machine,
 * and the versions of Node and polyhead are added to the section on how to reproduce the run.
 *
 * @param file - Path of the page; its folder is created if it does not exist.
 * @param input - Parts of the report, such as `split`, `history` and `result`; each is optional, one is needed.
 * @param options - Title, thumbnails, gallery and intervals of the report. Default: see {@link ReportOptions}.
 * @returns The paths of both files.
 * @throws {PolyheadError} INVALID_ARGUMENT if there is nothing to report on, the parts do not fit together, a name is
 * unknown, or the path ends in `.json`. An error of the file system is passed on.
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

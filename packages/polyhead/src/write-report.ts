import type { ReportInput, ReportOptions } from '@polyhead/report';
import { writeReport as writePage, type WrittenReport } from '@polyhead/report/node';
import { assertObject } from '@polyhead/core';
import { version_core as tfjs } from '@tensorflow/tfjs-core';

/**
 * Writes the page of `renderReport` to `file`, and the same content as JSON next to it (`report.html` and
 * `report.json`).
 *
 * Each file is written under a temporary name and renamed, so that a reader never sees half of one. Thumbnails are the
 * result's own files unless the options say otherwise; files that cannot be read are omitted. The command, the machine,
 * and the versions of Node, polyhead and tfjs are added to the section on how to reproduce the run.
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
 * import { writeReport } from 'polyhead';
 * const epochs = [{ epoch: 0, training: { loss: 2 } }, { epoch: 1, training: { loss: 1.2 } }];
 * const { page } = await writeReport('runs/first/report.html', { history: { epochs } });
 * ```
 */
export async function writeReport<Row extends object>(
  file: string,
  input: ReportInput<Row>,
  options: ReportOptions = {},
): Promise<WrittenReport> {
  assertObject('writeReport', input, { what: 'what to report, by name', example: '{ split, history, result }' });
  assertObject('writeReport', options, { example: "{ title: 'Faces' }" });
  const reproduction = { ...input.reproduction, versions: { tfjs, ...input.reproduction?.versions } };
  return writePage(file, { ...input, reproduction }, options);
}

import type { ReportInput, ReportOptions } from '@polyhead/report';
import { writeReport as writePage, type WrittenReport } from '@polyhead/report/node';
import { assertObject } from '@polyhead/core';
import { version_core as tfjs } from '@tensorflow/tfjs-core';

/**
 * Writes the page of `renderReport` to `file`, and the same content as JSON beside it (`report.html` and
 * `report.json`).
 *
 * Each file is written beside its place and renamed into it, so that a reader never sees half of one. Thumbnails are
 * the result's own files unless the options say otherwise; files that cannot be read are left out.
 * Command, machine, and the versions of Node, polyhead and tfjs are added to how to reproduce the run. Rejects as
 * `renderReport` does, and where the folder cannot be written.
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

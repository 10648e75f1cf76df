import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, extname, relative, resolve } from 'node:path';
import { stringifyContent } from './content-json';
import { makeReport } from './make-report';
import type { ReportInput, ReportOptions, Reproduction, ThumbnailSource } from './report-input';

/** Options of {@link writeReport}. */
export type WriteReportOptions = ReportOptions;

/** Files that {@link writeReport} wrote. */
export interface WrittenReport {
  /** Path of the page. */
  readonly page: string;
  /** Path of the same content as JSON. */
  readonly json: string;
}

/**
 * Writes the page of {@link renderReport} to `file`, and the same content as JSON beside it (`report.html` and `report.json`).
 *
 * Each file is written beside its place and renamed into it, so that a reader never sees half of one. Thumbnails are the result's own files unless the options say otherwise; files that cannot be read are left out.
 * Command, Node version and machine are added to how to reproduce the run. Rejects as {@link renderReport} does, and where the folder cannot be written.
 *
 * @example
 * ```ts
 * import { writeReport } from '@polyhead/report/node';
 * const epochs = [{ epoch: 0, training: { loss: 2 } }, { epoch: 1, training: { loss: 1.2 } }];
 * const { page } = await writeReport('runs/first/report.html', { history: { epochs } });
 * ```
 */
export async function writeReport<Row extends object>(file: string, input: ReportInput<Row>, options: WriteReportOptions = {}): Promise<WrittenReport> {
  const page = resolve(file);
  const json = extname(page) === '' ? `${page}.json` : `${page.slice(0, -extname(page).length)}.json`;
  if (json === page) throw new Error(`writeReport: expected a file such as "report.html", got ${JSON.stringify(file)}. The JSON file takes that name.`);
  const { html, content } = await makeReport({ ...input, reproduction: { ...thisRun(), ...input.reproduction, versions: { node: process.versions.node, ...input.reproduction?.versions } } }, { thumbnails: readPicture, ...options });
  await mkdir(dirname(page), { recursive: true });
  await writeWhole(page, html);
  await writeWhole(json, stringifyContent(content));
  return { page, json };
}

/** The command of this process, without the folders of the machine. */
function thisRun(): Reproduction {
  const [, script, ...words] = process.argv;
  const quoted = [script === undefined ? undefined : relative(process.cwd(), script), ...words].filter((word) => word !== undefined).map((word) => (/^[\w./:=@%+,-]+$/.test(word) ? word : JSON.stringify(word)));
  return { command: ['node', ...quoted].join(' '), machine: `${process.platform} ${process.arch}` };
}

const readPicture: ThumbnailSource = async (file) => (file === undefined ? undefined : readFile(file).catch(() => undefined));

/** Beside its place, to the disk, then renamed. */
async function writeWhole(file: string, text: string): Promise<void> {
  const beside = `${file}.${randomUUID()}.tmp`;
  try {
    const handle = await open(beside, 'wx');
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

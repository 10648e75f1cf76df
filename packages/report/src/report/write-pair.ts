import { fsync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, extname, resolve } from 'node:path';
import { promisify } from 'node:util';
import { assertPath, invalidArgument } from '@polyhead/core';
import type { BuiltReport } from './build-report';
import { stringifyContent } from './content-json';

/** Files of a report that was written. */
export interface WrittenReport {
  /** Path of the page. */
  readonly page: string;
  /** Path of the same content as JSON. */
  readonly json: string;
}

/** Where page and JSON go; throws, naming `where`, for a name that both would take. */
export function pairOf(where: string, file: string): WrittenReport {
  assertPath(where, file, 'file', 'runs/faces/report.html');
  const page = resolve(file);
  const json = extname(page) === '' ? `${page}.json` : `${page.slice(0, -extname(page).length)}.json`;
  if (json === page)
    throw invalidArgument(
      where,
      'expected a file such as "report.html"',
      JSON.stringify(file),
      'The JSON beside it takes that name.',
    );
  return { page, json };
}

/** Writes both files, each beside its place, to the disk, and renamed into it: a reader never sees half of one. */
export async function writeHtmlAndJson(
  { page, json }: WrittenReport,
  { html, content }: BuiltReport,
): Promise<WrittenReport> {
  await mkdir(dirname(page), { recursive: true });
  await writeFileAtomic(page, html);
  await writeFileAtomic(json, stringifyContent(content));
  return { page, json };
}

/** Unlike the method of a file handle, which Yarn's Plug'n'Play lacks, this works on every file system. */
const flushDescriptor = promisify(fsync);

async function writeFileAtomic(file: string, text: string): Promise<void> {
  const beside = `${file}.${randomUUID()}.tmp`;
  try {
    const handle = await open(beside, 'wx');
    try {
      await handle.writeFile(text);
      await flushDescriptor(handle.fd);
    } finally {
      await handle.close();
    }
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

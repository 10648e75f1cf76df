import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { describeValue, expectObject, expectPath } from '@polyhead/tasks';

import { type EntryKind, listFolder, readProblem } from './files';
import { naturalOrder } from './natural-order';
import {
  bytesProblem,
  entryProblem,
  extensionProblem,
  kindProblem,
  pictureOptionNames,
  type PictureOptions,
  type PictureRules,
  pictureRules,
} from './picture-problem';
import type { FileRecord, Parsed, Refusal, ScanResult } from './records';
import { runParser } from './run-parser';

/** Options of {@link scanFolder} and `scanUtkFace`. */
export interface ScanOptions extends PictureOptions {
  /** Whether the folders in the folder are scanned too. Default false: each is listed in `refused`. */
  readonly recursive?: boolean;
}

const optionNames = { recursive: 'boolean', ...pictureOptionNames } satisfies Record<
  keyof ScanOptions,
  true | 'boolean'
>;

/**
 * Reads labels from a file's name.
 *
 * `name` is the name alone; `path` leads from the scanned folder to the file, with `/` between its parts on every
 * system, for sets that keep each class in a folder of its own.
 */
export type NameParser<Labels extends object> = (name: string, path: string) => Parsed<Labels>;

/**
 * Makes a record of every picture in a folder whose name `parser` can read, in natural order (`2.jpg` before `10.jpg`)
 * whatever the system lists first.
 *
 * Every other entry is in `refused` with its reason: no picture by its extension, a name that the parser refuses, an
 * empty file, bytes that are no picture of the extension, a symbolic link, a folder.
 * Throws where the folder does not exist or cannot be read, and where the parser throws or returns a label `file`. A
 * folder without pictures gives no records.
 *
 * @example
 * ```ts
 * import { scanFolder } from '@polyhead/dataset';
 * const { records, refused } = await scanFolder('flowers', (name) => {
 *   const petals = Number(/^petals-(\d+)/.exec(name)?.[1]);
 *   return petals > 0 ? { ok: true, labels: { petals } } : { ok: false, reason: 'name does not begin with petals-N' };
 * });
 * ```
 */
export async function scanFolder<Labels extends object>(
  folder: string,
  parser: NameParser<Labels>,
  options: ScanOptions = {},
): Promise<ScanResult<FileRecord & Labels>> {
  return scan('scanFolder', folder, parser, options);
}

/** {@link scanFolder} for a caller that errors name. */
export async function scan<Labels extends object>(
  where: string,
  folder: string,
  parser: NameParser<Labels>,
  options: ScanOptions,
): Promise<ScanResult<FileRecord & Labels>> {
  expectPath(where, folder, 'folder', 'UTKFace');
  if (typeof parser !== 'function')
    throw new Error(
      `${where}: expected a function that reads labels from a file's name, got ${describeValue(parser)}. Pass e.g. parseUtkFaceName.`,
    );
  expectObject(where, options, { names: optionNames, example: '{ recursive: true }' });
  const { recursive = false } = options;
  const rules = pictureRules(where, options);
  const result: ScanResult<FileRecord & Labels> = { records: [], refused: [] };
  const { entries, refused } = listEntries(where, folder, recursive);
  result.refused.push(...refused);
  for (const [index, entry] of entries.entries()) {
    // Lets the program do other things meanwhile.
    if (index % 256 === 255) await setImmediate();
    const found = look(where, entry, parser, rules);
    if ('reason' in found) result.refused.push(found);
    else result.records.push(found.record);
  }
  result.refused.sort((a, b) => naturalOrder(a.file, b.file));
  return result;
}

interface Entry {
  readonly name: string;
  /** From the scanned folder, with `/`. */
  readonly path: string;
  readonly file: string;
  readonly kind: EntryKind;
}

/**
 * All entries in natural order of their paths. With `recursive`, folders are entered and only the unreadable ones are
 * refused.
 */
function listEntries(where: string, folder: string, recursive: boolean): { entries: Entry[]; refused: Refusal[] } {
  const refused: Refusal[] = [];
  const list = (path: string): Entry[] =>
    listFolder(join(folder, path)).map(({ name, kind }) => ({
      name,
      kind,
      path: path === '' ? name : `${path}/${name}`,
      file: join(folder, path, name),
    }));
  const entries = firstList(where, folder, () => list(''));
  // The list grows while it is walked. Links to folders are not entered, so it ends.
  for (let index = 0; recursive && index < entries.length; index++) {
    const { kind, path, file } = entries[index] as Entry;
    if (kind !== 'folder') continue;
    try {
      for (const entry of list(path)) entries.push(entry);
    } catch (error) {
      refused.push({ file, kind: 'unreadable', reason: readProblem(error) });
    }
  }
  const wanted = entries.filter(({ kind }) => !(recursive && kind === 'folder'));
  return { entries: wanted.sort((a, b) => naturalOrder(a.path, b.path)), refused };
}

function firstList(where: string, folder: string, list: () => Entry[]): Entry[] {
  try {
    return list();
  } catch (error) {
    throw new Error(
      `${where}: folder "${folder}" ${readProblem(error)}. Pass the path of the folder that holds the pictures.`,
      { cause: error },
    );
  }
}

function look<Labels extends object>(
  where: string,
  entry: Entry,
  parser: NameParser<Labels>,
  rules: PictureRules,
): Refusal | { record: FileRecord & Labels } {
  const { file, name, path } = entry;
  const problem = placeProblem(entry, rules) ?? extensionProblem(file, rules);
  if (problem !== undefined) return problem;
  const parsed = runParser(where, file, () => parser(name, path));
  if (!parsed.ok) return { file, kind: 'name', reason: parsed.reason };
  const damage = rules.checkContents ? bytesProblem(file, rules) : undefined;
  return damage ?? { record: { file, ...parsed.labels } };
}

function placeProblem({ file, kind }: Entry, rules: PictureRules): Refusal | undefined {
  if (kind === 'folder') return { file, kind, reason: 'is a folder: pass recursive: true to scan it' };
  if (kind === 'link' && rules.followLinks) return entryProblem(file, rules);
  return kindProblem(file, kind);
}

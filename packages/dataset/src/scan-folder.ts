import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { describeValue, expectObject, expectPath } from '@polyhead/tasks';

import { entryKind, type FolderEntry, listFolder, readProblem, realFolder } from './files';
import { naturalOrder } from './natural-order';
import {
  bytesProblem,
  entryProblem,
  extensionProblem,
  kindProblem,
  nameProblem,
  pictureOptionNames,
  type PictureOptions,
  type PictureRules,
  pictureRules,
} from './picture-problem';
import type { FileRecord, Parsed, Refusal, ScanResult } from './records';
import { runParser } from './run-parser';

/** Options of {@link scanFolder} and `scanUtkFace`. */
export interface ScanOptions extends PictureOptions {
  /**
   * True to scan the folders in the folder too, except hidden ones (`.ipynb_checkpoints`) and those of the operating
   * system (`@eaDir`, `__MACOSX`). Default false: each is listed in `refused`.
   */
  readonly recursive?: boolean;
  /**
   * True to read files and, with `recursive`, folders whose names begin with a dot. Names of the operating system
   * (`._a.jpg`) are rejected all the same. Default false: each is listed in `refused`.
   */
  readonly includeHidden?: boolean;
}

const optionNames = { recursive: 'boolean', includeHidden: 'boolean', ...pictureOptionNames } satisfies Record<
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
 * Every other entry is in `refused` with its reason: no picture by its extension, a hidden file, a name that the parser
 * refuses, an empty file, bytes that are no picture of the extension, a symbolic link, a folder, a file of the operating system, a
 * name that is not UTF-8.
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
  const { recursive = false, includeHidden = false } = options;
  const rules: ScanRules = { ...pictureRules(where, options), includeHidden };
  const result: ScanResult<FileRecord & Labels> = { records: [], refused: [] };
  const { entries, refused } = listEntries(where, folder, recursive, rules);
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

interface ScanRules extends PictureRules {
  readonly includeHidden: boolean;
}

interface Entry extends FolderEntry {
  /** From the scanned folder, with `/`. */
  readonly path: string;
  readonly file: string;
}

/**
 * All entries in natural order of their paths. With `recursive`, folders are entered, and those that are hidden,
 * unreadable or known already are rejected; with `followLinks` too, linked folders are entered after all others.
 */
function listEntries(
  where: string,
  folder: string,
  recursive: boolean,
  rules: ScanRules,
): { entries: Entry[]; refused: Refusal[] } {
  const list = (path: string): Entry[] =>
    listFolder(join(folder, path)).map((entry) => ({
      ...entry,
      path: path === '' ? entry.name : `${path}/${entry.name}`,
      file: join(folder, path, entry.name),
    }));
  const found = firstList(where, folder, () => list(''));
  if (!recursive) return { entries: found.sort(byPath), refused: [] };
  const entries: Entry[] = [];
  const refused: Refusal[] = [];
  const entered = new Set([realFolder(folder)]);
  const [folders, links]: [Entry[], Entry[]] = [[], []];
  const sortOut = (listed: readonly Entry[]): void => {
    for (const entry of [...listed].sort(byPath)) {
      if (entry.kind === 'folder') folders.push(entry);
      else if (entry.kind === 'link' && rules.followLinks && leadsToFolder(entry.file)) links.push(entry);
      else entries.push(entry);
    }
  };
  sortOut(found);
  for (let next = folders.shift() ?? links.shift(); next !== undefined; next = folders.shift() ?? links.shift()) {
    const problem = enterFolder(next, entered, rules, () => sortOut(list((next as Entry).path)));
    if (problem !== undefined) refused.push(problem);
  }
  return { entries: entries.sort(byPath), refused };
}

function byPath(a: Entry, b: Entry): number {
  return naturalOrder(a.path, b.path);
}

function leadsToFolder(file: string): boolean {
  try {
    return entryKind(file, true) === 'folder';
  } catch {
    return false; // a broken link is reported like a file
  }
}

/** Calls `read` for a folder that is to be scanned; else returns why it is not. */
function enterFolder(entry: Entry, entered: Set<string>, rules: ScanRules, read: () => void): Refusal | undefined {
  const { file } = entry;
  const problem = nameProblem(file, entry) ?? hiddenProblem(entry, rules);
  if (problem !== undefined) return problem;
  try {
    const real = realFolder(file);
    if (entered.has(real)) return { file, kind: 'link', reason: `leads to "${real}", which is scanned already` };
    read();
    entered.add(real);
    return undefined;
  } catch (error) {
    return { file, kind: 'unreadable', reason: readProblem(error) };
  }
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
  rules: ScanRules,
): Refusal | { record: FileRecord & Labels } {
  const { file, name, path } = entry;
  const problem = placeProblem(entry, rules) ?? extensionProblem(file, rules) ?? hiddenProblem(entry, rules);
  if (problem !== undefined) return problem;
  const parsed = runParser(where, file, () => parser(name, path));
  if (!parsed.ok) return { file, kind: 'name', reason: parsed.reason };
  const damage = rules.checkContents ? bytesProblem(file, rules) : undefined;
  return damage ?? { record: { file, ...parsed.labels } };
}

function placeProblem(entry: Entry, rules: PictureRules): Refusal | undefined {
  const { file, kind } = entry;
  const problem = nameProblem(file, entry);
  if (problem !== undefined) return problem;
  if (kind === 'folder' || (kind === 'link' && rules.followLinks && leadsToFolder(file)))
    return { file, kind: 'folder', reason: 'is a folder: pass recursive: true to scan it' };
  if (kind === 'link' && rules.followLinks) return entryProblem(file, rules);
  return kindProblem(file, kind);
}

function hiddenProblem({ file, name }: Entry, { includeHidden }: ScanRules): Refusal | undefined {
  if (includeHidden || !name.startsWith('.')) return undefined;
  return { file, kind: 'hidden', reason: 'is hidden by the dot of its name: pass includeHidden: true to read it' };
}

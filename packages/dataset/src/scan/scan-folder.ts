import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { formatValue, assertObject, assertPath, invalidArgument, PolyheadError } from '@polyhead/core';

import { entryKind, type FolderEntry, listFolder, describeReadError, resolveFolder } from '../files/file-access';
import { compareNatural } from '../files/compare-natural';
import {
  validateBytes,
  validateEntry,
  validateExtension,
  validateFileType,
  nameProblem,
  imageOptionNames,
  type ImageFileOptions,
  type ImageFileRules,
  resolveRules,
} from './image-file-check';
import type { FileRecord, ParseResult, RejectedFile, ScanResult } from '../records/records';
import { callUserParser } from './call-user-parser';

/** Options of {@link scanFolder} and `scanUtkFace`. */
export interface ScanOptions extends ImageFileOptions {
  /**
   * True to scan the folders in the folder too, except hidden ones (`.ipynb_checkpoints`) and those of the operating
   * system (`@eaDir`, `__MACOSX`). Default false: each is listed in `rejected`.
   */
  readonly recursive?: boolean;
  /**
   * True to read files and, with `recursive`, folders whose names begin with a dot. Names of the operating system
   * (`._a.jpg`) are rejected all the same. Default false: each is listed in `rejected`.
   */
  readonly includeHidden?: boolean;
}

const optionNames = { recursive: 'boolean', includeHidden: 'boolean', ...imageOptionNames } satisfies Record<
  keyof ScanOptions,
  true | 'boolean'
>;

/**
 * Reads labels from a file's name.
 *
 * `name` is the name alone; `path` leads from the scanned folder to the file, with `/` between its parts on every
 * system, for sets that keep each class in a separate folder.
 */
export type NameParser<Labels extends object> = (name: string, path: string) => ParseResult<Labels>;

/**
 * Reads records from a folder of images whose names or folders hold their labels, in natural order (`2.jpg` before
 * `10.jpg`).
 *
 * An entry is rejected, with its reason, if it is hidden, a symbolic link, a folder, a file of the operating system or
 * empty, or if it has another extension, a name that `parser` rejects or that is not UTF-8, or bytes that do not match
 * its extension. A folder without images has no records, which is not an error.
 *
 * @param folder - Path of the folder.
 * @param parser - Reads labels from the name of a file; see {@link NameParser}.
 * @param options - See {@link ScanOptions}.
 * @returns Records of all images that can be used, and everything else in `rejected`.
 * @throws {PolyheadError} `INVALID_ARGUMENT` if an argument is wrong; `FILE_UNREADABLE` if the folder cannot be read;
 *   `CALLBACK_FAILED` if `parser` throws, or returns anything but a result, or a label named `file`.
 *
 * @example
 * ```ts
 * import { scanFolder } from '@polyhead/dataset';
 * const { records, rejected } = await scanFolder('flowers', (name) => {
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

/** Scans as {@link scanFolder} does; errors name `where`. */
export async function scan<Labels extends object>(
  where: string,
  folder: string,
  parser: NameParser<Labels>,
  options: ScanOptions,
): Promise<ScanResult<FileRecord & Labels>> {
  assertPath(where, folder, 'folder', 'UTKFace');
  if (typeof parser !== 'function')
    throw invalidArgument(
      where,
      "expected a function that reads labels from a file's name",
      formatValue(parser),
      'Pass e.g. parseUtkFaceName.',
    );
  assertObject(where, options, { optionKeys: optionNames, example: '{ recursive: true }' });
  const { recursive = false, includeHidden = false } = options;
  const rules: ScanRules = { ...resolveRules(where, options), includeHidden };
  const result: ScanResult<FileRecord & Labels> = { records: [], rejected: [] };
  const { entries, rejected } = walk(where, folder, recursive, rules);
  result.rejected.push(...rejected);
  for (const [index, entry] of entries.entries()) {
    // Gives other work of the program a turn.
    if (index % 256 === 255) await setImmediate();
    const found = inspectEntry(where, entry, parser, rules);
    if ('reason' in found) result.rejected.push(found);
    else result.records.push(found.record);
  }
  result.rejected.sort((a, b) => compareNatural(a.file, b.file));
  return result;
}

interface ScanRules extends ImageFileRules {
  readonly includeHidden: boolean;
}

interface Entry extends FolderEntry {
  /** Path relative to the scanned folder, with `/`. */
  readonly path: string;
  readonly file: string;
}

/**
 * Returns all entries in natural order of their paths. With `recursive`, folders are entered, and those that are
 * hidden, unreadable or known already are rejected; with `followLinks` too, linked folders are entered after all
 * others.
 */
function walk(
  where: string,
  folder: string,
  recursive: boolean,
  rules: ScanRules,
): { entries: Entry[]; rejected: RejectedFile[] } {
  const list = (path: string): Entry[] =>
    listFolder(join(folder, path)).map((entry) => ({
      ...entry,
      path: path === '' ? entry.name : `${path}/${entry.name}`,
      file: join(folder, path, entry.name),
    }));
  const found = firstLevel(where, folder, () => list(''));
  if (!recursive) return { entries: found.sort(byPath), rejected: [] };
  const entries: Entry[] = [];
  const rejected: RejectedFile[] = [];
  const entered = new Set([resolveFolder(folder)]);
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
    if (problem !== undefined) rejected.push(problem);
  }
  return { entries: entries.sort(byPath), rejected };
}

function byPath(a: Entry, b: Entry): number {
  return compareNatural(a.path, b.path);
}

function leadsToFolder(file: string): boolean {
  try {
    return entryKind(file, true) === 'folder';
  } catch {
    return false; // a broken link is reported like a file
  }
}

/** Calls `read` for a folder to scan; returns the reason if it is rejected. */
function enterFolder(entry: Entry, entered: Set<string>, rules: ScanRules, read: () => void): RejectedFile | undefined {
  const { file } = entry;
  const problem = nameProblem(file, entry) ?? hiddenProblem(entry, rules);
  if (problem !== undefined) return problem;
  try {
    const real = resolveFolder(file);
    if (entered.has(real)) return { file, kind: 'link', reason: `leads to "${real}", which is already scanned` };
    read();
    entered.add(real);
    return undefined;
  } catch (error) {
    return { file, kind: 'unreadable', reason: describeReadError(error) };
  }
}

function firstLevel(where: string, folder: string, list: () => Entry[]): Entry[] {
  try {
    return list();
  } catch (error) {
    throw new PolyheadError(
      'FILE_UNREADABLE',
      `${where}: folder "${folder}" ${describeReadError(error)}. Pass the path of the folder that holds the images.`,
      { where, path: folder, cause: error },
    );
  }
}

function inspectEntry<Labels extends object>(
  where: string,
  entry: Entry,
  parser: NameParser<Labels>,
  rules: ScanRules,
): RejectedFile | { record: FileRecord & Labels } {
  const { file, name, path } = entry;
  const problem = validateLocation(entry, rules) ?? validateExtension(file, rules) ?? hiddenProblem(entry, rules);
  if (problem !== undefined) return problem;
  const parsed = callUserParser(where, file, () => parser(name, path));
  if (!parsed.ok) return { file, kind: 'name', reason: parsed.reason };
  const damage = rules.checkContents ? validateBytes(file, rules) : undefined;
  return damage ?? { record: { file, ...parsed.labels } };
}

function validateLocation(entry: Entry, rules: ImageFileRules): RejectedFile | undefined {
  const { file, kind } = entry;
  const problem = nameProblem(file, entry);
  if (problem !== undefined) return problem;
  if (kind === 'folder' || (kind === 'link' && rules.followLinks && leadsToFolder(file)))
    return { file, kind: 'folder', reason: 'is a folder: pass recursive: true to scan it' };
  if (kind === 'link' && rules.followLinks) return validateEntry(file, rules);
  return validateFileType(file, kind);
}

function hiddenProblem({ file, name }: Entry, { includeHidden }: ScanRules): RejectedFile | undefined {
  if (includeHidden || !name.startsWith('.')) return undefined;
  return { file, kind: 'hidden', reason: 'is hidden by the dot of its name: pass includeHidden: true to read it' };
}

import { assertObject, assertPath, PolyheadError } from '@polyhead/core';
import { checksumsOf } from '../duplicates/checksums';
import { readBytes, describeReadError } from '../files/file-access';
import type { FileRecord } from '../records/records';
import { assembleSplit, type SplitName, splitNames, type Split } from './split';
import { parseSplitFile, relativeNames, type SplitFile } from './split-file';

/** Options of {@link loadSplit}. */
export interface LoadSplitOptions {
  /** True to leave out records that are not in the split. Default false: they are an error. */
  readonly ignoreNew?: boolean;
}

const optionNames = { ignoreNew: 'boolean' } satisfies Record<keyof LoadSplitOptions, 'boolean'>;

/**
 * Splits records as a file of {@link saveSplit} lists them, in the same order. Images are found by their bytes, so
 * folders, names and labels may have changed.
 *
 * Reads every image.
 *
 * @param file - Path of the split file.
 * @param records - Records of the same images, in any order.
 * @param options - See {@link LoadSplitOptions}.
 * @returns The split, with the labels of `records`.
 * @throws {PolyheadError} `INVALID_ARGUMENT` if an argument is wrong; `FILE_UNREADABLE` if the split file or an image
 *   cannot be read; `INVALID_FILE` if it is not a split file; `CORRUPT_FILE` if it was edited; `DATA_MISMATCH` if
 *   images changed, are missing or are new.
 *
 * @example
 * ```ts
 * import { loadSplit, scanUtkFace } from '@polyhead/dataset';
 * const { records } = await scanUtkFace('UTKFace');
 * const split = await loadSplit('runs/faces/split.json', records);
 * ```
 */
export async function loadSplit<Item extends FileRecord>(
  file: string,
  records: readonly Item[],
  options: LoadSplitOptions = {},
): Promise<Split<Item>> {
  assertPath('loadSplit', file, 'file', 'runs/faces/split.json');
  assertObject('loadSplit', options, { optionKeys: optionNames, example: '{ ignoreNew: true }' });
  const { ignoreNew = false } = options;
  const saved = parseSplitFile(file, readText(file));
  const checksums = checksumsOf('loadSplit', records);
  const index = indexByChecksum(records, checksums);
  const assigned = matchByName(saved, index);
  const missing = matchByChecksum(saved, index, assigned);
  assertComplete(file, missing, index, ignoreNew);
  const part = (name: SplitName): Item[] => assigned[name].filter((record) => record !== undefined);
  const split = { train: part('train'), validation: part('validation'), test: part('test') };
  const used = splitNames.flatMap((name) =>
    split[name].map((record): [string, string] => [record.file, checksums.get(record.file) ?? '']),
  );
  return assembleSplit(split, saved.seed, new Map(used));
}

/** Records by checksum and name. Each is found once, so that a file that repeats an entry takes no longer. */
interface RecordIndex<Item> {
  readonly names: ReadonlyMap<Item, string>;
  /** Records by SHA-256, in reverse order. */
  readonly bySum: ReadonlyMap<string, Item[]>;
  /** Records by SHA-256 and name, in reverse order. */
  readonly byName: ReadonlyMap<string, Item[]>;
  /** Records that are already assigned. */
  readonly taken: Set<Item>;
}

type Assignment<Item> = Record<SplitName, (Item | undefined)[]>;

function readText(file: string): string {
  try {
    return new TextDecoder().decode(readBytes(file));
  } catch (error) {
    throw new PolyheadError(
      'FILE_UNREADABLE',
      `loadSplit: "${file}" ${describeReadError(error)}. Pass a file that saveSplit wrote.`,
      { where: 'loadSplit', path: file, cause: error },
    );
  }
}

function indexByChecksum<Item extends FileRecord>(
  records: readonly Item[],
  checksums: ReadonlyMap<string, string>,
): RecordIndex<Item> {
  const shared = relativeNames(records);
  const names = new Map(records.map((record) => [record, shared.get(record.file) ?? record.file]));
  const sumOf = (record: Item): string => checksums.get(record.file) ?? '';
  return {
    names,
    bySum: listBy(records, sumOf),
    byName: listBy(records, (record) => nameKey(names.get(record) ?? '', sumOf(record))),
    taken: new Set(),
  };
}

/** Groups records by key, in reverse order: the first is taken by `pop`. */
function listBy<Item>(records: readonly Item[], keyOf: (record: Item) => string): Map<string, Item[]> {
  const lists = new Map<string, Item[]>();
  for (let index = records.length - 1; index >= 0; index--) {
    const record = records[index] as Item;
    const list = lists.get(keyOf(record));
    if (list === undefined) lists.set(keyOf(record), [record]);
    else list.push(record);
  }
  return lists;
}

function nameKey(name: string, sha256: string): string {
  return `${sha256} ${name}`;
}

/** Assigns the records that have both bytes and name of an entry, so that each duplicate gets its own entry. */
function matchByName<Item>(saved: SplitFile, index: RecordIndex<Item>): Assignment<Item> {
  const take = ([name, sha256]: readonly [string, string]): Item | undefined =>
    removeFirst(index.byName.get(nameKey(name, sha256)), index.taken);
  return { train: saved.train.map(take), validation: saved.validation.map(take), test: saved.test.map(take) };
}

/**
 * Assigns records of the same bytes and other names to the entries that are left. Returns the names of the entries that
 * have no record.
 */
function matchByChecksum<Item>(
  saved: SplitFile,
  { bySum, taken }: RecordIndex<Item>,
  assigned: Assignment<Item>,
): string[] {
  const missing: string[] = [];
  for (const part of splitNames) {
    for (const [position, [name, sha256]] of saved[part].entries()) {
      assigned[part][position] ??= removeFirst(bySum.get(sha256), taken);
      if (assigned[part][position] === undefined) missing.push(name);
    }
  }
  return missing;
}

function removeFirst<Item>(list: Item[] | undefined, taken: Set<Item>): Item | undefined {
  let item = list?.pop();
  while (item !== undefined && taken.has(item)) item = list?.pop();
  if (item !== undefined) taken.add(item);
  return item;
}

function assertComplete<Item>(
  file: string,
  unmatched: readonly string[],
  { names, taken }: RecordIndex<Item>,
  ignoreNew: boolean,
): void {
  const left = new Set([...names].filter(([record]) => !taken.has(record)).map(([, name]) => name));
  const changed = unmatched.filter((name) => left.has(name));
  const replaced = new Set(changed);
  const missing = unmatched.filter((name) => !left.has(name));
  const added = ignoreNew ? [] : [...left].filter((name) => !replaced.has(name));
  const differences = [
    formatNames(changed, 'changed'),
    formatNames(missing, 'missing'),
    formatNames(added, 'new'),
  ].filter((text) => text !== '');
  if (differences.length === 0) return;
  const hint =
    changed.length + missing.length > 0
      ? 'Restore the images, or split again.'
      : 'Pass ignoreNew: true to leave them out, or split again.';
  throw new PolyheadError(
    'DATA_MISMATCH',
    `loadSplit: the records are not those of "${file}": ${differences.join('; ')}. ${hint}`,
    { where: 'loadSplit', path: file, received: differences.join('; '), hint },
  );
}

/** `3 images are missing ("a.jpg", "b.jpg", "c.jpg", …)` */
function formatNames(names: readonly string[], what: string): string {
  if (names.length === 0) return '';
  const some = names.slice(0, 5).map((name) => JSON.stringify(name));
  return `${names.length} ${names.length === 1 ? 'image is' : 'images are'} ${what} (${[...some, ...(names.length > 5 ? ['…'] : [])].join(', ')})`;
}

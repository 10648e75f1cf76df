import { assertObject, assertPath, PolyheadError } from '@polyhead/core';
import { checksumsOf } from '../duplicates/checksums';
import { readBytes, describeReadError } from '../files/file-access';
import type { FileRecord } from '../records/records';
import { assembleSplit, type SplitName, parts, type Split } from './split';
import { parseSplitFile, relativeNames, type SplitFile } from './split-file';

/** Options of {@link loadSplit}. */
export interface LoadSplitOptions {
  /** Whether records that the split does not know are left out; else they are an error. Default false. */
  readonly ignoreNew?: boolean;
}

const optionNames = { ignoreNew: 'boolean' } satisfies Record<keyof LoadSplitOptions, 'boolean'>;

/**
 * Deals records out as a file of {@link saveSplit} says, in the same order. Images are found by their bytes, so
 * folders and names may have changed, and so may labels, which come from the records.
 *
 * Reads every image. Throws if the file cannot be read, is no split file or was edited, and, with the differences,
 * where images changed, are missing or are new.
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
  const shelf = indexByChecksum(records, checksums);
  const dealt = matchByName(saved, shelf);
  const missing = matchByChecksum(saved, shelf, dealt);
  checkDifference(file, missing, shelf, ignoreNew);
  const part = (name: SplitName): Item[] => dealt[name].filter((record) => record !== undefined);
  const split = { train: part('train'), validation: part('validation'), test: part('test') };
  const used = parts.flatMap((name) =>
    split[name].map((record): [string, string] => [record.file, checksums.get(record.file) ?? '']),
  );
  return assembleSplit(split, saved.seed, new Map(used));
}

/** Records to look up once each, so that a file that names one thing many times takes no longer than any other. */
interface RecordIndex<Item> {
  readonly names: ReadonlyMap<Item, string>;
  /** Those of a SHA-256, the first of them last. */
  readonly bySum: ReadonlyMap<string, Item[]>;
  /** Those of a SHA-256 and name, the first of them last. */
  readonly byName: ReadonlyMap<string, Item[]>;
  /** Those that are dealt out already. */
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
      { cause: error },
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

/** Records by key, in reverse order: taking the first of a list is then a pop. */
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

/**
 * Takes the records off the shelf that have both bytes and name of an entry: copies of an image find their own places.
 */
function matchByName<Item>(saved: SplitFile, shelf: RecordIndex<Item>): Assignment<Item> {
  const take = ([name, sha256]: readonly [string, string]): Item | undefined =>
    takeFirst(shelf.byName.get(nameKey(name, sha256)), shelf.taken);
  return { train: saved.train.map(take), validation: saved.validation.map(take), test: saved.test.map(take) };
}

/**
 * Fills the places left with records of the same bytes and other names; gives the names of the entries that stay
 * without one.
 */
function matchByChecksum<Item>(
  saved: SplitFile,
  { bySum, taken }: RecordIndex<Item>,
  dealt: Assignment<Item>,
): string[] {
  const missing: string[] = [];
  for (const part of parts) {
    for (const [index, [name, sha256]] of saved[part].entries()) {
      dealt[part][index] ??= takeFirst(bySum.get(sha256), taken);
      if (dealt[part][index] === undefined) missing.push(name);
    }
  }
  return missing;
}

function takeFirst<Item>(list: Item[] | undefined, taken: Set<Item>): Item | undefined {
  let item = list?.pop();
  while (item !== undefined && taken.has(item)) item = list?.pop();
  if (item !== undefined) taken.add(item);
  return item;
}

function checkDifference<Item>(
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
  const advice =
    changed.length + missing.length > 0
      ? 'Restore the images, or split again.'
      : 'Pass ignoreNew: true to leave them out, or split again.';
  throw new PolyheadError(
    'DATA_MISMATCH',
    `loadSplit: the records are not those of "${file}": ${differences.join('; ')}. ${advice}`,
  );
}

/** `3 images are missing ("a.jpg", "b.jpg", "c.jpg", …)` */
function formatNames(names: readonly string[], what: string): string {
  if (names.length === 0) return '';
  const some = names.slice(0, 5).map((name) => JSON.stringify(name));
  return `${names.length} ${names.length === 1 ? 'image is' : 'images are'} ${what} (${[...some, ...(names.length > 5 ? ['…'] : [])].join(', ')})`;
}

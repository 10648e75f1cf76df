import { expectObject, expectPath } from '@polyhead/tasks';
import { checksumsOf } from './checksums';
import { readBytes, readProblem } from './files';
import type { FileRecord } from './records';
import { assembleSplit, type Part, parts, type Split } from './split';
import { parseSplitFile, sharedNames, type SplitFile } from './split-file';

/** Options of {@link loadSplit}. */
export interface LoadSplitOptions {
  /** Whether records that the split does not know are left out; else they are an error. Default false. */
  readonly ignoreNew?: boolean;
}

const optionNames = { ignoreNew: 'boolean' } satisfies Record<keyof LoadSplitOptions, 'boolean'>;

/**
 * Deals records out as a file of {@link saveSplit} says, in the same order. Pictures are found by their bytes, so
 * folders and names may have changed, and so may labels, which come from the records.
 *
 * Reads every picture. Throws where the file cannot be read, is no split file or was edited, and, with the differences,
 * where pictures changed, are missing or are new.
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
  expectPath('loadSplit', file, 'file', 'runs/faces/split.json');
  expectObject('loadSplit', options, { names: optionNames, example: '{ ignoreNew: true }' });
  const { ignoreNew = false } = options;
  const saved = parseSplitFile(file, readText(file));
  const checksums = checksumsOf('loadSplit', records);
  const shelf = shelve(records, checksums);
  const dealt = matchByName(saved, shelf);
  const missing = matchByContents(saved, shelf, dealt);
  checkDifference(file, missing, shelf, ignoreNew);
  const part = (name: Part): Item[] => dealt[name].filter((record) => record !== undefined);
  const split = { train: part('train'), validation: part('validation'), test: part('test') };
  const used = parts.flatMap((name) =>
    split[name].map((record): [string, string] => [record.file, checksums.get(record.file) ?? '']),
  );
  return assembleSplit(split, saved.seed, new Map(used));
}

/** Records that are not dealt out yet, by SHA-256, with their names. */
interface Shelf<Item> {
  readonly names: ReadonlyMap<Item, string>;
  readonly bySum: Map<string, Item[]>;
}

type Dealt<Item> = Record<Part, (Item | undefined)[]>;

function readText(file: string): string {
  try {
    return new TextDecoder().decode(readBytes(file));
  } catch (error) {
    throw new Error(`loadSplit: "${file}" ${readProblem(error)}. Pass a file that saveSplit wrote.`, { cause: error });
  }
}

function shelve<Item extends FileRecord>(
  records: readonly Item[],
  checksums: ReadonlyMap<string, string>,
): Shelf<Item> {
  const shared = sharedNames(records);
  const names = new Map(records.map((record) => [record, shared.get(record.file) ?? record.file]));
  const bySum = new Map<string, Item[]>();
  for (const record of records) {
    const sha256 = checksums.get(record.file) ?? '';
    const list = bySum.get(sha256);
    if (list === undefined) bySum.set(sha256, [record]);
    else list.push(record);
  }
  return { names, bySum };
}

/**
 * Takes the records off the shelf that have both bytes and name of an entry: copies of a picture find their own places.
 */
function matchByName<Item>(saved: SplitFile, { names, bySum }: Shelf<Item>): Dealt<Item> {
  const take = ([name, sha256]: readonly [string, string]): Item | undefined =>
    takeFrom(bySum.get(sha256), (record) => names.get(record) === name);
  return { train: saved.train.map(take), validation: saved.validation.map(take), test: saved.test.map(take) };
}

/**
 * Fills the places left with records of the same bytes and other names; gives the names of the entries that stay
 * without one.
 */
function matchByContents<Item>(saved: SplitFile, { bySum }: Shelf<Item>, dealt: Dealt<Item>): string[] {
  const missing: string[] = [];
  for (const part of parts) {
    for (const [index, [name, sha256]] of saved[part].entries()) {
      dealt[part][index] ??= takeFrom(bySum.get(sha256), () => true);
      if (dealt[part][index] === undefined) missing.push(name);
    }
  }
  return missing;
}

function takeFrom<Item>(list: Item[] | undefined, fits: (item: Item) => boolean): Item | undefined {
  const index = list?.findIndex(fits) ?? -1;
  return index < 0 ? undefined : list?.splice(index, 1)[0];
}

function checkDifference<Item>(
  file: string,
  unmatched: readonly string[],
  { names, bySum }: Shelf<Item>,
  ignoreNew: boolean,
): void {
  const left = new Set([...bySum.values()].flat().map((record) => names.get(record) ?? ''));
  const changed = unmatched.filter((name) => left.has(name));
  const replaced = new Set(changed);
  const missing = unmatched.filter((name) => !left.has(name));
  const added = ignoreNew ? [] : [...left].filter((name) => !replaced.has(name));
  const differences = [shownList(changed, 'changed'), shownList(missing, 'missing'), shownList(added, 'new')].filter(
    (text) => text !== '',
  );
  if (differences.length === 0) return;
  const advice =
    changed.length + missing.length > 0
      ? 'Restore the pictures, or split again.'
      : 'Pass ignoreNew: true to leave them out, or split again.';
  throw new Error(`loadSplit: the records are not those of "${file}": ${differences.join('; ')}. ${advice}`);
}

/** `3 pictures are missing ("a.jpg", "b.jpg", "c.jpg", …)` */
function shownList(names: readonly string[], what: string): string {
  if (names.length === 0) return '';
  const some = names.slice(0, 5).map((name) => JSON.stringify(name));
  return `${names.length} ${names.length === 1 ? 'picture is' : 'pictures are'} ${what} (${[...some, ...(names.length > 5 ? ['…'] : [])].join(', ')})`;
}

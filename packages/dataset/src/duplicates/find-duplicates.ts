import { assertArray, assertObject } from '@polyhead/core';
import { sortByFile, checksumsOf } from './checksums';
import type { FileRecord } from '../records/records';

/** Records whose images are the same to the byte. */
export interface DuplicateGroup<Item extends FileRecord = FileRecord> {
  /** SHA-256 of the image, 64 hexadecimal digits. */
  readonly sha256: string;
  /** Its records, two or more, in natural order of their files. */
  readonly records: readonly Item[];
  /** Names of the labels on which the records disagree; empty if they agree. */
  readonly conflicts: readonly string[];
}

/** Options of {@link findDuplicates}. */
export interface FindDuplicatesOptions {
  /** Names of the labels in which duplicates should agree. Default every property but `file` and `date`. */
  readonly labels?: readonly string[];
}

const optionNames = { labels: true } satisfies Record<keyof FindDuplicatesOptions, true>;

/**
 * Finds images that occur more than once, byte for byte, and the labels on which their records disagree. Use it before
 * training to correct contradictory labels.
 *
 * Reads every file, which takes about a second for 20,000 images of UTKFace.
 *
 * @param records - Records of `scanUtkFace`, `scanFolder` or `readLabelsCsv`.
 * @param options - See {@link FindDuplicatesOptions}.
 * @returns Groups of two or more records with the same bytes, in the order of their checksums.
 * @throws {PolyheadError} `INVALID_ARGUMENT` if an argument has the wrong type; `DATA_MISMATCH` if a file is listed
 *   twice; `FILE_UNREADABLE` if a file cannot be read.
 *
 * @example
 * ```ts
 * import { findDuplicates, scanUtkFace } from '@polyhead/dataset';
 * const { records } = await scanUtkFace('UTKFace');
 * const disputed = findDuplicates(records).filter(({ conflicts }) => conflicts.length > 0);
 * ```
 */
export function findDuplicates<Item extends FileRecord>(
  records: readonly Item[],
  options: FindDuplicatesOptions = {},
): DuplicateGroup<Item>[] {
  assertObject('findDuplicates', options, { optionKeys: optionNames, example: "{ labels: ['age'] }" });
  if (options.labels !== undefined)
    assertArray('findDuplicates: "labels"', options.labels, { what: 'a list of names', example: "['age']" });
  return duplicatesAmong(records, checksumsOf('findDuplicates', records), options);
}

/** Finds duplicates as {@link findDuplicates} does, with checksums that are known already. */
export function duplicatesAmong<Item extends FileRecord>(
  records: readonly Item[],
  checksums: ReadonlyMap<string, string>,
  { labels }: FindDuplicatesOptions = {},
): DuplicateGroup<Item>[] {
  const groups = new Map<string, Item[]>();
  for (const record of sortByFile(records, checksums)) {
    const sha256 = checksums.get(record.file) ?? '';
    const group = groups.get(sha256);
    if (group === undefined) groups.set(sha256, [record]);
    else group.push(record);
  }
  return [...groups]
    .filter(([, group]) => group.length > 1)
    .map(([sha256, group]) => ({ sha256, records: group, conflicts: conflictsAmong(group, labels) }));
}

function conflictsAmong(group: readonly FileRecord[], labels?: readonly string[]): string[] {
  const names = labels ?? [...new Set(group.flatMap(Object.keys))].filter((name) => name !== 'file' && name !== 'date');
  const label = (record: FileRecord, name: string): unknown => (record as FileRecord & Record<string, unknown>)[name];
  return names.filter((name) => group.some((record) => label(record, name) !== label(group[0] as FileRecord, name)));
}

import { formatValue, invalidArgument, PolyheadError } from '@polyhead/core';
import { hashFile, describeReadError } from '../files/file-access';
import { compareNatural } from '../files/compare-natural';
import { assertRecords } from '../records/assert-records';
import type { FileRecord } from '../records/records';

/**
 * Returns the SHA-256 of every record's image, by file. Throws if `records` is not a list, or a file is listed twice or
 * cannot be read; errors name the function `where`.
 */
export function checksumsOf(where: string, records: readonly FileRecord[]): Map<string, string> {
  assertRecords(where, records);
  const checksums = new Map<string, string>();
  const problems: string[] = [];
  for (const record of records) {
    const file: unknown = (record as FileRecord | null | undefined)?.file;
    if (typeof file !== 'string')
      throw invalidArgument(
        where,
        'every record must have a "file"',
        formatValue(file),
        'Pass the records of scanUtkFace, scanFolder or readLabelsCsv.',
      );
    if (checksums.has(file))
      throw new PolyheadError(
        'DATA_MISMATCH',
        `${where}: "${file}" is listed twice in the records. List every image once.`,
        { where, path: file },
      );
    checksums.set(file, tryHash(file, problems));
  }
  if (problems.length === 0) return checksums;
  throw new PolyheadError(
    'FILE_UNREADABLE',
    `${where}: ${problems.length} of ${records.length} images cannot be read, e.g. ${problems.slice(0, 3).join('; ')}. Scan the folder again.`,
    { where },
  );
}

function tryHash(file: string, problems: string[]): string {
  try {
    return hashFile(file);
  } catch (error) {
    problems.push(`"${file}" ${describeReadError(error)}`);
    return '';
  }
}

/**
 * Sorts records by the checksums of their images, and duplicates by name: an order that depends neither on how files
 * are listed nor on their folder.
 */
export function sortByFile<Item extends FileRecord>(
  records: readonly Item[],
  checksums: ReadonlyMap<string, string>,
): Item[] {
  const sum = ({ file }: Item): string => checksums.get(file) ?? '';
  return [...records].sort(
    (a, b) => (sum(a) < sum(b) ? -1 : Number(sum(a) > sum(b))) || compareNatural(a.file, b.file),
  );
}

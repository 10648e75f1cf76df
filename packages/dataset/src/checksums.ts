import { describeValue } from '@polyhead/tasks';
import { hashFile, readProblem } from './files';
import { naturalOrder } from './natural-order';
import type { FileRecord } from './records';

/** Throws where records are no list; `where` is the function that the error names. */
export function checkRecords(where: string, records: readonly unknown[]): void {
  if (Array.isArray(records)) return;
  const given: unknown = records;
  throw new Error(
    `${where}: expected a list of records, got ${given instanceof Promise ? 'a promise (await it)' : describeValue(given)}. Pass the "records" of scanUtkFace, scanFolder or readLabelsCsv.`,
  );
}

/**
 * SHA-256 of every record's picture, by file.
 *
 * Throws where records are no list, a file is listed twice or cannot be read; `where` is the function that the error
 * names.
 */
export function checksumsOf(where: string, records: readonly FileRecord[]): Map<string, string> {
  checkRecords(where, records);
  const checksums = new Map<string, string>();
  const problems: string[] = [];
  for (const record of records) {
    const file: unknown = (record as FileRecord | null | undefined)?.file;
    if (typeof file !== 'string')
      throw new Error(
        `${where}: expected every record to have a "file", got ${describeValue(file)}. Pass the records of scanUtkFace, scanFolder or readLabelsCsv.`,
      );
    if (checksums.has(file))
      throw new Error(`${where}: "${file}" is listed twice in the records. List every picture once.`);
    checksums.set(file, attempt(file, problems));
  }
  if (problems.length === 0) return checksums;
  throw new Error(
    `${where}: ${problems.length} of ${records.length} pictures cannot be read, e.g. ${problems.slice(0, 3).join('; ')}. Scan the folder again.`,
  );
}

function attempt(file: string, problems: string[]): string {
  try {
    return hashFile(file);
  } catch (error) {
    problems.push(`"${file}" ${readProblem(error)}`);
    return '';
  }
}

/**
 * The records by their pictures' checksums, copies by name: an order that neither depends on how files are listed nor
 * on where their folder is.
 */
export function canonicalOrder<Item extends FileRecord>(
  records: readonly Item[],
  checksums: ReadonlyMap<string, string>,
): Item[] {
  const sum = ({ file }: Item): string => checksums.get(file) ?? '';
  return [...records].sort((a, b) => (sum(a) < sum(b) ? -1 : Number(sum(a) > sum(b))) || naturalOrder(a.file, b.file));
}

import { formatValue, invalidArgument } from '@polyhead/core';

/** Throws if the records are not a list; `where` is the function that the error names. */
export function assertRecords(where: string, records: readonly unknown[]): void {
  if (Array.isArray(records)) return;
  const given: unknown = records;
  throw invalidArgument(
    where,
    'expected a list of records',
    given instanceof Promise ? 'a promise (await it)' : formatValue(given),
    'Pass the "records" of scanUtkFace, scanFolder or readLabelsCsv.',
  );
}

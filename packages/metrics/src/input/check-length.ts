import { formatValue, invalidArgument } from '@polyhead/core';

/** Columns under the names that the caller knows them by, e.g. `{ truth, predicted }`. */
export type Columns = Readonly<Record<string, ArrayLike<unknown>>>;

/** Rejects no rows and columns of different lengths; returns the number of rows. */
export function checkLength(where: string, columns: Columns): number {
  const entries = Object.entries(columns);
  const [first] = entries;
  if (first === undefined)
    throw invalidArgument(where, 'at least one column of data is needed', 'none', 'Pass the columns as an array.');
  for (const [name, column] of entries) {
    const length = checkColumn(where, name, column);
    if (length !== first[1].length) {
      const expected = `"${name}" must have as many rows as "${first[0]}" (${first[1].length})`;
      throw invalidArgument(where, expected, length, 'Pass one value per row in both.');
    }
  }
  if (first[1].length === 0)
    throw invalidArgument(
      where,
      `"${first[0]}" must have at least one row`,
      'none',
      'Check that the split is not empty.',
    );
  return first[1].length;
}

/** Rejects what is no column; returns its length. */
export function checkColumn(where: string, name: string, column: unknown): number {
  const length = typeof column === 'object' && column !== null && 'length' in column ? column.length : undefined;
  if (typeof length === 'number') return length;
  throw invalidArgument(
    where,
    `"${name}" must be an array or a typed array`,
    formatValue(column),
    'Pass one value per row.',
  );
}

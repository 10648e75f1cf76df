import type { Column } from './columns';
import { checkColumn, checkLength } from './check-length';
import { formatValue, invalidArgument } from '@polyhead/core';

/** A column of the same kind as its source, whose rows can be overwritten from it. */
export interface RowBuffer {
  readonly column: Column;
  /** Fills rows 0, 1, ... with the rows of these numbers. */
  gather(rows: ArrayLike<number>): void;
  /** Puts row `from` of the source at row `to`. */
  put(to: number, from: number): void;
}

/** Number of rows of columns (that of the first), and values per row of each. */
export function measureRows(where: string, columns: readonly Column[]): { rows: number; strides: number[] } {
  if (!Array.isArray(columns))
    throw invalidArgument(
      where,
      '"columns" must be a list of columns',
      formatValue(columns),
      'Pass e.g. [truth, predicted].',
    );
  const [first] = columns;
  if (first === undefined)
    throw invalidArgument(where, '"columns" must hold at least one column', 'none', 'Pass e.g. [truth, predicted].');
  const rows = checkLength(where, { 'columns[0]': first });
  const strides = columns.map((column, i) => {
    const length = checkColumn(where, `columns[${i}]`, column);
    const stride = length / rows;
    if (Number.isInteger(stride) && stride > 0) return stride;
    throw invalidArgument(
      where,
      `"columns[${i}]" must hold one value (or one per class) for each of the ${rows} rows`,
      `length ${length}`,
      'Pass columns of the same rows.',
    );
  });
  return { rows, strides };
}

/** A buffer of `rows` rows for a column; metrics read it between writes and must not keep it. */
export function rowBuffer(source: Column, stride: number, rows: number): RowBuffer {
  const column = copyOf(source, rows * stride) as unknown[];
  const from = source as unknown[];
  const put = (to: number, row: number): void => {
    for (let i = 0; i < stride; i++) column[to * stride + i] = from[row * stride + i];
  };
  const gatherSingles = (indices: ArrayLike<number>): void => {
    for (let i = 0; i < indices.length; i++) column[i] = from[indices[i] as number];
  };
  const gatherGroups = (indices: ArrayLike<number>): void => {
    for (let i = 0; i < indices.length; i++) put(i, indices[i] as number);
  };
  return { column, put, gather: stride === 1 ? gatherSingles : gatherGroups };
}

/** Buffers of `rows` rows for all columns, and those buffers as the columns that a metric takes. */
export function rowBuffers<Columns extends readonly Column[]>(
  columns: readonly [...Columns],
  strides: readonly number[],
  rows: number,
): { buffers: readonly RowBuffer[]; sample: Columns } {
  const buffers = columns.map((column, i) => rowBuffer(column, strides[i] as number, rows));
  // each of its source's kind, which map cannot tell
  return { buffers, sample: buffers.map(({ column }) => column) as unknown as Columns };
}

/** The rows of these numbers as a new column of the same kind. */
export function takeRows(source: Column, stride: number, indices: ArrayLike<number>): Column {
  const buffer = rowBuffer(source, stride, indices.length);
  buffer.gather(indices);
  return buffer.column;
}

/** A copy of the first `length` values, of the same kind of array. */
function copyOf(source: Column, length: number): Column {
  // Not `source.slice`: that of Node's Buffer does not copy.
  if (ArrayBuffer.isView(source)) return (typedSlice as (start: number, end: number) => Column).call(source, 0, length);
  return Array.from(source).slice(0, length);
}

const typedSlice: unknown = (Object.getPrototypeOf(Uint8Array.prototype) as Uint8Array).slice;

import { dirname } from 'node:path';
import { setImmediate } from 'node:timers/promises';

import { assertObject, assertPath, invalidArgument } from '@polyhead/core';
import { type CsvRow, readCsv } from './csv';
import { foldName } from './named-files';
import { type ImageFolder, openImageFolder } from './image-folder';
import { imageOptionNames, type ImageFileOptions, resolveRules } from './image-file-check';
import type { FileRecord, ParseResult, RejectedFile, ScanResult } from '../records/records';
import { callUserParser } from './call-user-parser';

/** Options of {@link readLabelsCsv}. */
export interface LabelsCsvOptions<Column extends string, Labels extends object> extends ImageFileOptions {
  /** Columns that `parse` reads, by their names in the header line. Others are ignored. */
  readonly columns: readonly Column[];
  /** Converts the cells of a row to labels, or returns a reason. `line` is the row's first line in the file, from 1. */
  readonly parse: (row: Readonly<Record<Column, string>>, line: number) => ParseResult<Labels>;
  /** Column with the path of the image, from `folder`. Default `'file'`. */
  readonly fileColumn?: string;
  /** Folder that holds the images; rows that lead out of it are rejected. Default the folder of the CSV file. */
  readonly folder?: string;
  /** Character between cells. Default the one of a first line such as `sep=;`, else `','`. */
  readonly delimiter?: string;
}

const optionNames = {
  columns: true,
  parse: true,
  fileColumn: true,
  folder: true,
  delimiter: true,
  ...imageOptionNames,
} satisfies Record<keyof LabelsCsvOptions<string, object>, true | 'boolean'>;

/**
 * Reads records from a CSV file with one row per image, in the order of the rows. Use it for sets whose labels are in a
 * table, not in file names.
 *
 * A row is rejected, with its line and reason, if it has too few or too many cells, labels that `parse` rejects, no
 * file name, a path that leads out of `folder`, a file of an earlier row, or a file that `scanFolder` would reject. The
 * CSV file is UTF-8 with a header line. Cells may be quoted (RFC 4180); a byte order mark, CRLF and Excel's first line
 * `sep=;` are accepted.
 *
 * @param file - Path of the CSV file.
 * @param options - Columns, the function that makes labels of them, and more; see {@link LabelsCsvOptions}.
 * @returns Records of all rows that can be used, and the rejected rows.
 * @throws {PolyheadError} `INVALID_ARGUMENT` if an option is wrong or a column is missing; `FILE_UNREADABLE` if the CSV
 *   file or the folder cannot be read; `INVALID_FILE` if the CSV file is not UTF-8, is empty or has a broken quote;
 *   `CALLBACK_FAILED` if `parse` throws, or returns anything but a result, or a label named `file`.
 *
 * @example
 * ```ts
 * import { readLabelsCsv } from '@polyhead/dataset';
 * const { records, rejected } = await readLabelsCsv('fruit/labels.csv', {
 *   columns: ['weight'],
 *   parse: ({ weight }) =>
 *     /^\d+$/.test(weight)
 *       ? { ok: true, labels: { weight: Number(weight) } }
 *       : { ok: false, reason: `weight "${weight}" is not a whole number` },
 * });
 * ```
 */
export async function readLabelsCsv<const Column extends string, Labels extends object>(
  file: string,
  options: LabelsCsvOptions<Column, Labels>,
): Promise<ScanResult<FileRecord & Labels>> {
  assertPath('readLabelsCsv', file, 'file', 'fruit/labels.csv');
  assertObject('readLabelsCsv', options, {
    optionKeys: optionNames,
    requiredKeys: ['columns', 'parse'],
    example: "{ columns: ['weight'], parse: ({ weight }) => ({ ok: true, labels: { weight: Number(weight) } }) }",
  });
  const { columns, fileColumn = 'file', folder = dirname(file) } = options;
  const { header, rows, delimiter } = readCsv('readLabelsCsv', file, options.delimiter);
  assertColumns(file, header.cells, [fileColumn, ...columns], delimiter);
  const images = openImageFolder('readLabelsCsv', folder, resolveRules('readLabelsCsv', options));
  const seen = new Map<string, number>();
  const result: ScanResult<FileRecord & Labels> = { records: [], rejected: [] };
  for (const [index, row] of rows.entries()) {
    // Gives other work of the program a turn.
    if (index % 256 === 255) await setImmediate();
    const located = resolveFile(row, {
      csv: file,
      width: header.cells.length,
      column: header.cells.indexOf(fileColumn),
      images,
      seen,
    });
    const found = 'reason' in located ? located : parseLabel(file, located.file, row, header.cells, options);
    const rejection = 'reason' in found ? found : withLineNumber(images.problem(found.file), row.line);
    if (rejection !== undefined) result.rejected.push(rejection);
    else if (!('reason' in found)) result.records.push(found);
  }
  return result;
}

function assertColumns(file: string, header: readonly string[], columns: readonly string[], delimiter: string): void {
  for (const column of columns) {
    const times = header.filter((name) => name === column).length;
    if (times === 1) continue;
    const shown = header.map((name) => JSON.stringify(name)).join(', ');
    throw invalidArgument(
      'readLabelsCsv',
      `expected one column ${JSON.stringify(column)} in the header of "${file}"`,
      `${times} among ${shown}`,
      columnAdvice(header, column, delimiter),
    );
  }
}

function columnAdvice(header: readonly string[], column: string, delimiter: string): string {
  if (header.includes(column)) return 'Rename or remove the others.';
  const similar = header.find((name) => foldName(name) === foldName(column));
  if (similar !== undefined)
    return `Case and spaces matter: pass ${JSON.stringify(similar)} in "columns" or as "fileColumn", or rename the column.`;
  return header.length === 1 ? `Are cells separated by another "delimiter" than ${JSON.stringify(delimiter)}?` : '';
}

interface CsvLocation {
  readonly csv: string;
  readonly width: number;
  readonly column: number;
  readonly images: ImageFolder;
  /** Line of every image of the rows before, by file. */
  readonly seen: Map<string, number>;
}

/** Finds the image of a row. */
function resolveFile(
  { cells, line }: CsvRow,
  { csv, width, column, images, seen }: CsvLocation,
): RejectedFile | FileRecord {
  const name = cells[column] ?? '';
  if (cells.length !== width)
    return rejectRow(csv, line, `expected ${width} cells as in the header, got ${cells.length}`);
  if (name === '') return rejectRow(csv, line, 'names no file');
  const file = images.locate(name);
  if (file === undefined)
    return rejectRow(
      csv,
      line,
      `path ${JSON.stringify(name)} leads out of the folder of images: write a path relative to it, or pass another "folder"`,
    );
  const before = seen.get(file);
  if (before !== undefined) return rejectRow(file, line, `the file is listed on line ${before} already`);
  seen.set(file, line);
  return { file };
}

function parseLabel<Column extends string, Labels extends object>(
  csv: string,
  file: string,
  { cells, line }: CsvRow,
  header: readonly string[],
  { columns, parse }: LabelsCsvOptions<Column, Labels>,
): RejectedFile | (FileRecord & Labels) {
  const row = Object.fromEntries(columns.map((column) => [column, cells[header.indexOf(column)] ?? ''])) as Record<
    Column,
    string
  >;
  const parsed = callUserParser('readLabelsCsv', `${csv} line ${line}`, () => parse(row, line));
  return parsed.ok ? { file, ...parsed.labels } : rejectRow(file, line, parsed.reason);
}

function rejectRow(file: string, line: number, reason: string): RejectedFile {
  return { file, kind: 'row', line, reason: `line ${line}: ${reason}` };
}

function withLineNumber(rejection: RejectedFile | undefined, line: number): RejectedFile | undefined {
  return rejection && { ...rejection, line, reason: `line ${line}: ${rejection.reason}` };
}

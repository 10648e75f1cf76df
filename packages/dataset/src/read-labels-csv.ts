import { dirname } from 'node:path';
import { setImmediate } from 'node:timers/promises';

import { expectObject, expectPath } from '@polyhead/tasks';
import { type CsvRow, readCsv } from './csv';
import { foldName } from './named-files';
import { type PictureFolder, pictureFolder } from './picture-folder';
import { pictureOptionNames, type PictureOptions, pictureRules } from './picture-problem';
import type { FileRecord, Parsed, Refusal, ScanResult } from './records';
import { runParser } from './run-parser';

/** Options of {@link readLabelsCsv}. */
export interface LabelsCsvOptions<Column extends string, Labels extends object> extends PictureOptions {
  /** Columns that `parse` reads, by their names in the header line. Others may be there, and are ignored. */
  readonly columns: readonly Column[];
  /** Makes labels of a row's cells, or says why not. `line` is the row's first line in the file, from 1. */
  readonly parse: (row: Readonly<Record<Column, string>>, line: number) => Parsed<Labels>;
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
  ...pictureOptionNames,
} satisfies Record<keyof LabelsCsvOptions<string, object>, true | 'boolean'>;

/**
 * Makes a record of every row of a CSV file that names a picture and whose cells `parse` can read, in the order of the
 * rows.
 *
 * Every other row is in `refused` with its line and reason: too few or too many cells, labels that `parse` refuses, no
 * file name, a path that leads out of `folder`, a file listed before, and all that refuses a
 * file of `scanFolder`. The file is UTF-8 with a header line; cells may be quoted (RFC 4180), a byte order mark, CRLF
 * and a first line `sep=;` of Excel are fine.
 * Throws where the CSV file or the folder cannot be read, is not UTF-8, lacks a column or has a broken quote, and where
 * `parse` throws or returns a label `file`.
 *
 * @example
 * ```ts
 * import { readLabelsCsv } from '@polyhead/dataset';
 * const { records, refused } = await readLabelsCsv('fruit/labels.csv', {
 *   columns: ['weight'],
 *   parse: ({ weight }) => (/^\d+$/.test(weight) ? { ok: true, labels: { weight: Number(weight) } } : { ok: false, reason: `weight "${weight}" is no whole number` }),
 * });
 * ```
 */
export async function readLabelsCsv<const Column extends string, Labels extends object>(
  file: string,
  options: LabelsCsvOptions<Column, Labels>,
): Promise<ScanResult<FileRecord & Labels>> {
  expectPath('readLabelsCsv', file, 'file', 'fruit/labels.csv');
  expectObject('readLabelsCsv', options, {
    names: optionNames,
    members: ['columns', 'parse'],
    example: "{ columns: ['weight'], parse: ({ weight }) => ({ ok: true, labels: { weight: Number(weight) } }) }",
  });
  const { columns, fileColumn = 'file', folder = dirname(file) } = options;
  const { header, rows, delimiter } = readCsv('readLabelsCsv', file, options.delimiter);
  checkColumns(file, header.cells, [fileColumn, ...columns], delimiter);
  const pictures = pictureFolder('readLabelsCsv', folder, pictureRules('readLabelsCsv', options));
  const seen = new Map<string, number>();
  const result: ScanResult<FileRecord & Labels> = { records: [], refused: [] };
  for (const [index, row] of rows.entries()) {
    // Lets the program do other things meanwhile.
    if (index % 256 === 255) await setImmediate();
    const place = locate(row, {
      csv: file,
      width: header.cells.length,
      column: header.cells.indexOf(fileColumn),
      pictures,
      seen,
    });
    const found = 'reason' in place ? place : label(file, place.file, row, header.cells, options);
    const refusal = 'reason' in found ? found : withLine(pictures.problem(found.file), row.line);
    if (refusal !== undefined) result.refused.push(refusal);
    else if (!('reason' in found)) result.records.push(found);
  }
  return result;
}

function checkColumns(file: string, header: readonly string[], columns: readonly string[], delimiter: string): void {
  for (const column of columns) {
    const times = header.filter((name) => name === column).length;
    if (times === 1) continue;
    const shown = header.map((name) => JSON.stringify(name)).join(', ');
    throw new Error(
      `readLabelsCsv: expected one column ${JSON.stringify(column)} in the header of "${file}", got ${times} among ${shown}.${columnAdvice(header, column, delimiter)}`,
    );
  }
}

function columnAdvice(header: readonly string[], column: string, delimiter: string): string {
  if (header.includes(column)) return ' Rename or remove the others.';
  const similar = header.find((name) => foldName(name) === foldName(column));
  if (similar !== undefined)
    return ` Case and spaces matter: pass ${JSON.stringify(similar)} in "columns" or as "fileColumn", or rename the column.`;
  return header.length === 1 ? ` Are cells parted by another "delimiter" than ${JSON.stringify(delimiter)}?` : '';
}

interface Place {
  readonly csv: string;
  readonly width: number;
  readonly column: number;
  readonly pictures: PictureFolder;
  /** Line of every picture that was named before. */
  readonly seen: Map<string, number>;
}

/** The picture that a row names. */
function locate({ cells, line }: CsvRow, { csv, width, column, pictures, seen }: Place): Refusal | FileRecord {
  const name = cells[column] ?? '';
  if (cells.length !== width)
    return rowRefusal(csv, line, `expected ${width} cells as in the header, got ${cells.length}`);
  if (name === '') return rowRefusal(csv, line, 'names no file');
  const file = pictures.locate(name);
  if (file === undefined)
    return rowRefusal(
      csv,
      line,
      `path ${JSON.stringify(name)} leads out of the folder of images: write a path from there, or pass another "folder"`,
    );
  const before = seen.get(file);
  if (before !== undefined) return rowRefusal(file, line, `the file is listed on line ${before} already`);
  seen.set(file, line);
  return { file };
}

function label<Column extends string, Labels extends object>(
  csv: string,
  file: string,
  { cells, line }: CsvRow,
  header: readonly string[],
  { columns, parse }: LabelsCsvOptions<Column, Labels>,
): Refusal | (FileRecord & Labels) {
  const row = Object.fromEntries(columns.map((column) => [column, cells[header.indexOf(column)] ?? ''])) as Record<
    Column,
    string
  >;
  const parsed = runParser('readLabelsCsv', `${csv} line ${line}`, () => parse(row, line));
  return parsed.ok ? { file, ...parsed.labels } : rowRefusal(file, line, parsed.reason);
}

function rowRefusal(file: string, line: number, reason: string): Refusal {
  return { file, kind: 'row', line, reason: `line ${line}: ${reason}` };
}

function withLine(refusal: Refusal | undefined, line: number): Refusal | undefined {
  return refusal && { ...refusal, line, reason: `line ${line}: ${refusal.reason}` };
}

import { formatValue, invalidArgument, PolyheadError } from '@polyhead/core';
import { parse } from 'csv-parse/sync';

import { errorCode, readBytes, describeReadError } from '../files/file-access';

/** A row of a CSV file. */
export interface CsvRow {
  readonly cells: readonly string[];
  /** Line of the file on which the row begins, from 1. */
  readonly line: number;
}

/**
 * Reads the header and rows of a CSV file (RFC 4180: quoted cells may hold delimiters, line breaks and doubled quotes),
 * without blank lines. It accepts a byte order mark and any kind of line break. A first line `sep=;`, which Excel
 * reads, names the delimiter; else it is `delimiter`, by default a comma.
 *
 * Throws if the file cannot be read, is not UTF-8, has no header or a wrong quote, after which cells are uncertain.
 * Errors name the function `where`.
 */
export function readCsv(
  where: string,
  file: string,
  delimiter: string | undefined,
): { header: CsvRow; rows: CsvRow[]; delimiter: string } {
  if (delimiter !== undefined && delimiter.length !== 1)
    throw invalidArgument(where, '"delimiter" must be one character', formatValue(delimiter), "Pass e.g. ';'.");
  const text = decode(where, file, read(where, file));
  const [line = '', declared] = /^"?sep=([^\r\n])"?(?:\r\n|\n|\r|$)/i.exec(text) ?? [];
  if (declared !== undefined && delimiter !== undefined && delimiter !== declared)
    throw invalidArgument(
      where,
      `"delimiter" must be ${JSON.stringify(declared)} as in the first line of "${file}"`,
      JSON.stringify(delimiter),
      'Leave the option out, or remove that line.',
    );
  const used = declared ?? delimiter ?? ',';
  const [header, ...rows] = parseRows(where, file, text.slice(line.length), used, line === '' ? 1 : 2);
  if (header === undefined)
    throw new PolyheadError(
      'INVALID_FILE',
      `${where}: "${file}" is empty. Expected a header line with the names of the columns.`,
      { where, path: file },
    );
  return { header, rows, delimiter: used };
}

function read(where: string, file: string): Uint8Array {
  try {
    return readBytes(file);
  } catch (error) {
    throw new PolyheadError(
      'FILE_UNREADABLE',
      `${where}: "${file}" ${describeReadError(error)}. Pass the path of a CSV file.`,
      { where, path: file, cause: error },
    );
  }
}

function decode(where: string, file: string, bytes: Uint8Array): string {
  const hint = 'Save the file as UTF-8.';
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
    throw new PolyheadError('INVALID_FILE', `${where}: "${file}" is UTF-16, expected UTF-8. ${hint}`, {
      where,
      path: file,
      hint,
    });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new PolyheadError('INVALID_FILE', `${where}: "${file}" line ${firstBadLine(bytes)} is not UTF-8. ${hint}`, {
      where,
      path: file,
      hint,
    });
  }
}

/**
 * Returns the line on which the bytes stop being UTF-8. No UTF-8 character contains the byte of a line feed, so lines
 * are decoded one by one.
 */
function firstBadLine(bytes: Uint8Array): number {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 1;
  for (let start = 0; ; line++) {
    const feed = bytes.indexOf(10, start);
    const end = feed < 0 ? bytes.length : feed;
    try {
      decoder.decode(bytes.subarray(start, end));
    } catch {
      return line;
    }
    if (feed < 0) return line;
    start = end + 1;
  }
}

function parseRows(where: string, file: string, text: string, delimiter: string, firstLine: number): CsvRow[] {
  const rows: CsvRow[] = [];
  // csv-parse counts a CRLF in a quoted cell as two lines: count here.
  let line = firstLine;
  const add = (cells: string[]): null => {
    if (cells.length > 1 || cells[0] !== '') rows.push({ cells, line });
    line += 1 + cells.reduce((breaks, cell) => breaks + (cell.match(/\r\n|\r|\n/g)?.length ?? 0), 0);
    return null;
  };
  try {
    parse(text, { delimiter, relax_column_count: true, record_delimiter: ['\r\n', '\n', '\r'], on_record: add });
    return rows;
  } catch (error) {
    const problem =
      errorCode(error) === 'CSV_QUOTE_NOT_CLOSED'
        ? 'a quoted cell is never closed'
        : 'a quote is in the middle of a cell';
    throw new PolyheadError(
      'INVALID_FILE',
      `${where}: "${file}" line ${line}: ${problem}. Write a quote in a cell as "" and put the cell in quotes.`,
      { where, path: file, cause: error },
    );
  }
}

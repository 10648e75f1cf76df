import { type HuffmanTable, huffmanTable } from './huffman-table';
import type { JpegHeader } from './jpeg-header';
import { huffmanTables, jpegSegments, startOfScan } from './jpeg-segments';
import type { BlockCoding } from './read-block';

/** The one scan of a baseline JPEG: how it is coded, and where the coded data begin. */
export interface BaselineScan {
  readonly at: number;
  /** Units of blocks between restart markers; 0 where there are none. */
  readonly restartInterval: number;
  /** By component. */
  readonly codings: readonly BlockCoding[];
}

/** Tables by their numbers. */
interface Tables {
  readonly quantization: (Int32Array | undefined)[];
  readonly dc: (HuffmanTable | undefined)[];
  readonly ac: (HuffmanTable | undefined)[];
  restartInterval: number;
}

const quantizationTables = 0xdb;
const restartInterval = 0xdd;

/**
 * Reads frame, tables and scan header; undefined where any is not as T.81 (annex B) has it for one sequential scan of
 * all components with Huffman codes.
 */
export function readScan(bytes: Uint8Array, { components }: JpegHeader): BaselineScan | undefined {
  const tables: Tables = { quantization: [], dc: [], ac: [], restartInterval: 0 };
  let frame: Uint8Array | undefined;
  for (const { code, data, end } of jpegSegments(bytes)) {
    if (code === startOfScan)
      return frame && scanOf(bytes.subarray(end + 2, end + wordAt(bytes, end)), end, frame, tables);
    if (code === 0xc0 || code === 0xc1) {
      if (frame !== undefined || data.length !== 6 + 3 * components.length) return undefined;
      frame = data;
    } else if (!takeTables(code, data, tables)) return undefined;
  }
  return undefined;
}

/** False where the segment is neither tables in order nor something to pass over. */
function takeTables(code: number, data: Uint8Array, tables: Tables): boolean {
  if (code === quantizationTables) return takeQuantization(data, tables);
  if (code === huffmanTables) return takeHuffman(data, tables);
  if (code === restartInterval) {
    tables.restartInterval = wordAt(data, 0);
    return data.length === 2;
  }
  return (code >= 0xe0 && code <= 0xef) || code === 0xfe; // applications' data and comments
}

function takeQuantization(data: Uint8Array, { quantization }: Tables): boolean {
  let at = 0;
  while (at < data.length) {
    const { high: isWide, low: number } = nibbles(data[at++]);
    const size = isWide + 1;
    if (isWide > 1 || number > 3 || at + 64 * size > data.length) return false;
    quantization[number] = Int32Array.from({ length: 64 }, (_, k) =>
      isWide === 1 ? wordAt(data, at + 2 * k) : (data[at + k] as number),
    );
    at += 64 * size;
  }
  return true;
}

/** That the tables are whole is checked with the header. */
function takeHuffman(data: Uint8Array, { dc, ac }: Tables): boolean {
  for (let at = 0; at < data.length;) {
    const { high: isForAc, low: number } = nibbles(data[at]);
    if (isForAc > 1 || number > 3) return false;
    const counts = data.subarray(at + 1, at + 17);
    const end = at + 17 + counts.reduce((sum, count) => sum + count, 0);
    (isForAc === 1 ? ac : dc)[number] = huffmanTable(counts, data.subarray(at + 17, end));
    at = end;
  }
  return true;
}

function scanOf(data: Uint8Array, at: number, frame: Uint8Array, tables: Tables): BaselineScan | undefined {
  const count = (frame.length - 6) / 3;
  const [from, to, approximation] = data.subarray(1 + 2 * count);
  if (data.length !== 4 + 2 * count || data[0] !== count || from !== 0 || to !== 63 || approximation !== 0)
    return undefined;
  const ids = Array.from({ length: count }, (_, index) => frame[6 + 3 * index]);
  if (new Set(ids).size < count || ids.some((id, index) => id !== data[1 + 2 * index])) return undefined;
  const codings = ids
    .map((_, index) => codingOf(frame[8 + 3 * index], data[2 + 2 * index], tables))
    .filter((coding) => coding !== undefined);
  return codings.length < count
    ? undefined
    : { at: at + 2 + data.length, restartInterval: tables.restartInterval, codings };
}

/** Undefined where a table is missing. */
function codingOf(
  quantizationNumber: number | undefined,
  huffmanNumbers: number | undefined,
  tables: Tables,
): BlockCoding | undefined {
  const { high, low } = nibbles(huffmanNumbers);
  const [dc, ac, quantization] = [tables.dc[high], tables.ac[low], tables.quantization[quantizationNumber ?? 0]];
  return dc && ac && quantization && { dc, ac, quantization, prediction: 0 };
}

function nibbles(byte = 0): { high: number; low: number } {
  return { high: byte >> 4, low: byte & 15 };
}

function wordAt(data: Uint8Array, at: number): number {
  return ((data[at] ?? 0) << 8) | (data[at + 1] ?? 0);
}

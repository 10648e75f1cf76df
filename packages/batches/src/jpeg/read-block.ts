// Blocks of coefficients as baseline JPEG codes them: T.81, F.2.2.
import type { CodedBits } from './coded-bits';
import { type HuffmanTable, longEntry } from './huffman-table';

/** Where the k-th coefficient of a block stands in it (T.81, figure A.6). */
const zigzag = Uint8Array.of(
  0,
  1,
  8,
  16,
  9,
  2,
  3,
  10,
  17,
  24,
  32,
  25,
  18,
  11,
  4,
  5,
  12,
  19,
  26,
  33,
  40,
  48,
  41,
  34,
  27,
  20,
  13,
  6,
  7,
  14,
  21,
  28,
  35,
  42,
  49,
  56,
  57,
  50,
  43,
  36,
  29,
  22,
  15,
  23,
  30,
  37,
  44,
  51,
  58,
  59,
  52,
  45,
  38,
  31,
  39,
  46,
  53,
  60,
  61,
  54,
  47,
  55,
  62,
  63,
);

/** What the blocks of a component are coded with. */
export interface BlockCoding {
  readonly dc: HuffmanTable;
  readonly ac: HuffmanTable;
  /** Factors of the 64 coefficients in the order in which they come. */
  readonly quantization: Int32Array;
  /** The first coefficient of the block before, from which that of the next is told. */
  prediction: number;
}

/**
 * Reads the next block into `block`, [8, 8] of zeros, as coefficients of waves. Returns the number of the last one that is not zero, 0 to 63; -1 where the next bits are no code or the coefficients more than 64.
 *
 * The state of `bits` lives in variables meanwhile, and is filled in place: a call for every few bits took most of the time.
 */
export function readBlock(bits: CodedBits, coding: BlockCoding, block: Int32Array): number {
  const difference = readDifference(bits, coding.dc);
  if (difference === undefined) return -1;
  const { ac, quantization } = coding;
  coding.prediction += difference;
  block[0] = Math.imul(coding.prediction, quantization[0] as number);
  const { data } = bits;
  let { at, buffer, count } = bits;
  let last = 0;
  for (let k = 1; k < 64; k++) {
    for (; count <= 24; count += 8) buffer = (buffer << 8) | (data[at++] as number);
    let entry = ac.quick[(buffer >>> (count - 9)) & 511] as number;
    if (entry === 0) entry = longEntry(ac, (buffer >>> (count - 16)) & 65535);
    if (entry === 0) return -1;
    count -= entry >> 8;
    const size = entry & 15;
    const run = (entry >> 4) & 15;
    if (size === 0 && run < 15) break; // all others are zero
    k += run;
    if (k > 63) return -1;
    if (size === 0) continue; // 16 zeros
    if (count < size) for (; count <= 24; count += 8) buffer = (buffer << 8) | (data[at++] as number);
    count -= size;
    block[zigzag[k] as number] = Math.imul(
      extended((buffer >>> count) & ((1 << size) - 1), size),
      quantization[k] as number,
    );
    last = k;
  }
  bits.at = at;
  bits.buffer = buffer;
  bits.count = count;
  return last;
}

/** By how much the first coefficient differs from that of the block before; undefined where the next bits are no code. */
function readDifference(bits: CodedBits, table: HuffmanTable): number | undefined {
  fill(bits);
  const entry =
    (table.quick[(bits.buffer >>> (bits.count - 9)) & 511] as number) ||
    longEntry(table, (bits.buffer >>> (bits.count - 16)) & 65535);
  if (entry === 0) return undefined;
  bits.count -= entry >> 8;
  fill(bits);
  const size = entry & 15;
  bits.count -= size;
  return extended((bits.buffer >>> bits.count) & ((1 << size) - 1), size);
}

/** Takes bytes until there are 25 bits at least. */
function fill(bits: CodedBits): void {
  for (; bits.count <= 24; bits.count += 8) bits.buffer = (bits.buffer << 8) | (bits.data[bits.at++] as number);
}

/** The number behind `size` bits: those that begin with 0 are negative (T.81, F.12). 0 for none. */
function extended(value: number, size: number): number {
  return value < (1 << size) >> 1 ? value - (1 << size) + 1 : value;
}

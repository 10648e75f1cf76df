import { codedBits, type CodedBits, isOverrun, isUsedUp, loadBits } from './coded-bits';
import type { Plane } from './component-rows';
import { inverseDct } from './inverse-dct';
import { endOfImage } from './jpeg-segments';
import { type BlockCoding, readBlock } from './read-block';
import type { BaselineScan } from './read-scan';

/** A component that a scan is decoded into. */
export interface ScanComponent {
  /** Blocks of 8 x 8 samples in a unit. */
  readonly across: number;
  readonly down: number;
  readonly plane: Plane;
  readonly coding: BlockCoding;
}

/** What the units of a scan are decoded with. */
interface Work {
  readonly bits: CodedBits;
  readonly block: Int32Array;
  readonly components: readonly ScanComponent[];
}

/**
 * Fills the components' planes with samples, which are `across` x `down` units of blocks; false where the coded data
 * are not in perfect order or anything but the end of the image follows them.
 */
export function decodeScan(
  bytes: Uint8Array,
  scan: BaselineScan,
  components: readonly ScanComponent[],
  across: number,
  down: number,
): boolean {
  const work = { bits: codedBits(bytes.length - scan.at), block: new Int32Array(64), components };
  const units = across * down;
  const interval = scan.restartInterval === 0 ? units : scan.restartInterval;
  let at = scan.at;
  for (let first = 0, restarts = 0; first < units; first += interval, restarts++) {
    const end = Math.min(units, first + interval);
    const marker = loadBits(work.bits, bytes, at);
    if (bytes[marker + 1] !== (end === units ? endOfImage : 0xd0 + (restarts & 7))) return false;
    for (const { coding } of components) coding.prediction = 0;
    for (let unit = first; unit < end; unit++)
      if (!decodeUnit(work, unit % across, Math.floor(unit / across))) return false;
    if (!isUsedUp(work.bits)) return false;
    at = marker + 2;
  }
  return true;
}

/** Decodes the blocks of one unit, component by component. */
function decodeUnit({ bits, block, components }: Work, column: number, row: number): boolean {
  for (const { across, down, plane, coding } of components) {
    for (let y = row * down; y < (row + 1) * down; y++) {
      for (let x = column * across; x < (column + 1) * across; x++) {
        const last = readBlock(bits, coding, block);
        if (last < 0 || isOverrun(bits)) return false;
        inverseDct(block, last, plane.data, (y * plane.stride + x) * 8, plane.stride);
      }
    }
  }
  return true;
}

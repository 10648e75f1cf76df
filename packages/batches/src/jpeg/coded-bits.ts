/** Coded data between two markers, and how far it is read. */
export interface CodedBits {
  /** Without the zeros that stand behind bytes of 255 in the file; zeros follow. */
  readonly data: Uint8Array;
  /** Bytes of `data` that are from the file. */
  length: number;
  /** The next byte to take. */
  at: number;
  /** The lowest `count` bits of it are taken and not yet used. */
  buffer: number;
  count: number;
}

/** More than the longest block can take: 64 codes of 16 bits, each with 15 more. */
const padding = 256;

/** Room for coded data of at most `length` bytes. */
export function codedBits(length: number): CodedBits {
  return { data: new Uint8Array(length + padding), length: 0, at: 0, buffer: 0, count: 0 };
}

/** Takes the coded data that begin at `from`, up to the next marker, whose place is returned; -1 where none comes. */
export function loadBits(bits: CodedBits, bytes: Uint8Array, from: number): number {
  const { data } = bits;
  let length = 0;
  let marker = -1;
  for (let at = from; marker < 0 && at < bytes.length - 1; at++) {
    const byte = bytes[at] as number;
    if (byte !== 0xff) data[length++] = byte;
    else if (bytes[++at] === 0) data[length++] = byte;
    else marker = at - 1;
  }
  data.fill(0, length, length + padding);
  bits.length = length;
  bits.at = bits.buffer = bits.count = 0;
  return marker;
}

/** Whether more was read than there is. */
export function isOverrun({ length, at, count }: CodedBits): boolean {
  return at * 8 - count > length * 8;
}

/** Whether all is read but for the bits that fill the last byte. */
export function isUsedUp({ length, at, count }: CodedBits): boolean {
  const left = (length - at) * 8 + count;
  return left >= 0 && left < 8;
}

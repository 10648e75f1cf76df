import { PolyheadError } from '@polyhead/core';

/** Reads the coded data of a JPEG, a few bits at a time. */
export class BitReader {
  private readonly data: Uint8Array;
  private length = 0;
  private at = 0;
  private buffer = 0;
  private count = 0;

  /** Makes room for coded data of at most `size` bytes between two markers. */
  constructor(size: number) {
    this.data = new Uint8Array(size);
  }

  /** Loads the coded data from `from` to the next marker, and returns the position of that marker. */
  load(bytes: Uint8Array, from: number): number {
    this.length = this.at = this.buffer = this.count = 0;
    for (let at = from; at < bytes.length; at++) {
      const byte = bytes[at] as number;
      if (byte === 0xff && bytes[at + 1] !== 0) return at;
      if (byte === 0xff) at++; // a zero follows each 255 that is not a marker
      this.data[this.length++] = byte;
    }
    return bytes.length;
  }

  /** Returns the next 16 bits, with zeros after the last. */
  peek(): number {
    for (; this.count < 16; this.count += 8)
      this.buffer = ((this.buffer << 8) | (this.data[this.at++] ?? 0)) & 0xffffff;
    return (this.buffer >>> (this.count - 16)) & 0xffff;
  }

  /** Skips up to 16 bits, which `peek` must have returned. Throws if there are fewer. */
  skip(bits: number): void {
    this.count -= bits;
    if (this.at * 8 - this.count > this.length * 8)
      throw new PolyheadError('INVALID_IMAGE', 'the JPEG is cut off or damaged (its coded data end too early)');
  }
}

/** Writes coded data of a JPEG. */
export class BitWriter {
  private data = new Uint8Array(4096);
  private length = 0;
  private buffer = 0;
  private count = 0;

  /** Adds the highest `bits` bits, up to 16, of a number of 16 bits. */
  write(value: number, bits: number): void {
    this.buffer = (this.buffer << bits) | (value >>> (16 - bits));
    for (this.count += bits; this.count >= 8;) {
      this.count -= 8;
      const byte = (this.buffer >>> this.count) & 0xff;
      this.push(byte);
      if (byte === 0xff) this.push(0);
    }
    this.buffer &= 0xff;
  }

  /** Fills the last byte with ones, as coded data end, and adds `marker` if it is given. */
  end(marker?: number): void {
    if (this.count > 0) this.write(0xffff, 8 - this.count);
    if (marker === undefined) return;
    this.push(0xff);
    this.push(marker);
  }

  bytes(): Uint8Array {
    return this.data.subarray(0, this.length);
  }

  private push(byte: number): void {
    if (this.length === this.data.length) {
      const larger = new Uint8Array(this.length * 2);
      larger.set(this.data);
      this.data = larger;
    }
    this.data[this.length++] = byte;
  }
}

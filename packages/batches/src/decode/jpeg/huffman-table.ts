import { PolyheadError } from '@polyhead/core';

/** A table of Huffman codes. */
export interface HuffmanTable {
  /**
   * By the next 16 bits: the length of the code that they begin with times 256, plus its symbol; 0 if there is none.
   */
  readonly codes: Uint16Array;
  /** The table as a DHT segment holds it, after its class and number. */
  readonly definition: Uint8Array;
}

/** Tables of a JPEG by class and number, which the first byte of each gives. */
export type HuffmanTables = Map<number, HuffmanTable>;

const codeLengths = 16;

/** The tables of ITU-T T.81, K.3.3, as a DHT segment: JPEGs without any, such as the frames of a video, mean these. */
const standardSegment =
  'AAABBQEBAQEBAQAAAAAAAAAAAQIDBAUGBwgJCgsQAAIBAwMCBAMFBQQEAAABfQECAwAEEQUSITFBBhNRYQcicRQygZGhCCNCscEV' +
  'UtHwJDNicoIJChYXGBkaJSYnKCkqNDU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6g4SFhoeIiYqSk5SVlpeY' +
  'mZqio6Slpqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV1tfY2drh4uPk5ebn6Onq8fLz9PX29/j5+gEAAwEBAQEBAQEBAQAAAAAA' +
  'AAECAwQFBgcICQoLEQACAQIEBAMEBwUEBAABAncAAQIDEQQFITEGEkFRB2FxEyIygQgUQpGhscEJIzNS8BVictEKFiQ04SXxFxgZ' +
  'GiYnKCkqNTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqCg4SFhoeIiYqSk5SVlpeYmZqio6Slpqeoqaqys7S1' +
  'tre4ubrCw8TFxsfIycrS09TV1tfY2dri4+Tl5ufo6ery8/T19vf4+fo=';

/** Returns the tables that apply until the JPEG defines others. */
export function standardTables(): HuffmanTables {
  const tables: HuffmanTables = new Map();
  readHuffmanTables(
    Uint8Array.from(atob(standardSegment), (letter) => letter.charCodeAt(0)),
    tables,
  );
  return tables;
}

/** Adds the tables of a DHT segment. Throws if one of them is not a table of codes. Source: ITU-T T.81, C.2. */
export function readHuffmanTables(segment: Uint8Array, tables: HuffmanTables): void {
  for (let at = 0; at < segment.length;) {
    const counts = segment.subarray(at + 1, at + 1 + codeLengths);
    const symbolsAt = at + 1 + codeLengths;
    const end = symbolsAt + counts.reduce((sum, count) => sum + count, 0);
    if (((segment[at] as number) & ~0x10) > 3 || symbolsAt > segment.length || end - symbolsAt > 256)
      throw new PolyheadError('INVALID_IMAGE', 'the JPEG is damaged: a Huffman table has a wrong number or length');
    const codes = codeTable(counts, segment.subarray(symbolsAt, end));
    tables.set(segment[at] as number, { codes, definition: segment.subarray(at + 1, end) });
    at = end;
  }
}

function codeTable(counts: Uint8Array, symbols: Uint8Array): Uint16Array {
  const table = new Uint16Array(2 ** codeLengths);
  let from = 0;
  let place = 0;
  counts.forEach((count, index) => {
    for (let left = count; left > 0; left--) {
      const to = from + 2 ** (codeLengths - 1 - index);
      const symbol = symbols[place++];
      if (to > table.length || symbol === undefined)
        throw new PolyheadError(
          'INVALID_IMAGE',
          'the JPEG is damaged: a Huffman table has more codes than fit into 16 bits',
        );
      table.fill(((index + 1) << 8) | symbol, from, to);
      from = to;
    }
  });
  return table;
}

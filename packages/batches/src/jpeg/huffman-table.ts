// Huffman codes of a JPEG, T.81 annex C and F.2.2.3: short codes, which are nearly all that come, are looked up by
// their first bits; longer ones are compared with the last code of each length.
const quickBits = 9;

/** How the next code is found. */
export interface HuffmanTable {
  /** [2 ** 9] by the next 9 bits: an entry, or 0 where the code is longer. */
  readonly quick: Int16Array;
  /** By length: what the next 16 bits stay below where a code is this long or shorter. */
  readonly limits: Int32Array;
  /** By length: from a code to the place of its symbol. */
  readonly offsets: Int32Array;
  readonly symbols: Uint8Array;
}

/** The table with `counts[i]` codes of i + 1 bits; the caller has checked that there can be so many. */
export function huffmanTable(counts: Uint8Array, symbols: Uint8Array): HuffmanTable {
  const table = {
    quick: new Int16Array(1 << quickBits),
    limits: new Int32Array(17),
    offsets: new Int32Array(17),
    symbols,
  };
  for (let length = 1, code = 0, place = 0; length <= 16; length++, code <<= 1) {
    table.offsets[length] = place - code;
    for (let left = counts[length - 1] ?? 0; left > 0; left--, code++, place++) {
      const [from, to] = [code << (quickBits - length), (code + 1) << (quickBits - length)];
      if (length <= quickBits) table.quick.fill((length << 8) | (symbols[place] ?? 0), from, to);
    }
    table.limits[length] = code << (16 - length);
  }
  return table;
}

/**
 * The length of the code that the next 16 bits begin with times 256, and its symbol; 0 where they begin with none. For
 * codes of more than 9 bits.
 */
export function longEntry({ limits, offsets, symbols }: HuffmanTable, bits: number): number {
  let length = quickBits + 1;
  while (bits >= (limits[length] as number)) if (++length > 16) return 0;
  return (length << 8) | (symbols[(bits >> (16 - length)) + (offsets[length] as number)] as number);
}

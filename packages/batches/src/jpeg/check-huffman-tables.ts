const codeLengths = 16;

/**
 * Throws where a DHT segment of a JPEG holds a table that no code can follow, as libjpeg does: more codes than bits
 * allow, more than 256 symbols, a coefficient of more than 15 bits, or less than it says. Source: ITU-T T.81, C.2 and
 * F.1.2.
 */
export function checkHuffmanTables(segment: Uint8Array): void {
  for (let at = 0; at < segment.length;) {
    const isForDc = (segment[at] as number) >> 4 === 0;
    const counts = segment.subarray(at + 1, at + 1 + codeLengths);
    const symbols = segment.subarray(
      at + 1 + codeLengths,
      at + 1 + codeLengths + counts.reduce((sum, count) => sum + count, 0),
    );
    if (counts.length < codeLengths || symbols.length < counts.reduce((sum, count) => sum + count, 0))
      throw damaged('ends too early');
    if (symbols.length > 256 || hasTooManyCodes(counts)) throw damaged('has more codes than there can be');
    if (isForDc && symbols.some((bits) => bits > 15)) throw damaged('has coefficients of more than 15 bits');
    at += 1 + codeLengths + symbols.length;
  }
}

/** Whether codes of some length outnumber what shorter ones leave; none may be all ones. */
function hasTooManyCodes(counts: Uint8Array): boolean {
  let free = 1;
  return counts.some((count) => (free = free * 2 - count) < 1);
}

function damaged(why: string): Error {
  return new Error(`the JPEG is damaged: a Huffman table ${why}`);
}

/** A marker of a JPEG's header, and what it is followed by. */
export interface JpegSegment {
  readonly code: number;
  /** Where its marker begins. */
  readonly start: number;
  /** Without its length; empty for the start of the scan and the end of the image, which close the header. */
  readonly data: Uint8Array;
  /** Behind the marker and the data. */
  readonly end: number;
}

export const huffmanTables = 0xc4;
export const endOfImage = 0xd9;
export const startOfScan = 0xda;
const none = new Uint8Array(0);

/**
 * The segments of the header, up to the marker that closes it. Throws where the bytes end before that or no marker
 * stands where one has to.
 */
export function* jpegSegments(bytes: Uint8Array): Generator<JpegSegment, void> {
  for (let start = 2; ;) {
    const { code, end: at } = markerAt(bytes, start);
    const closes = code === startOfScan || code === endOfImage;
    const data = closes ? none : segmentAt(bytes, at);
    const end = closes ? at : at + 2 + data.length;
    yield { code, start, data, end };
    if (closes) return;
    start = end;
  }
}

/** The marker that begins at `at` or behind fill bytes there. */
function markerAt(bytes: Uint8Array, at: number): { code: number; end: number } {
  if (bytes[at] !== 0xff)
    throw new Error(`the JPEG is cut off or damaged: expected a marker at byte ${at} of ${bytes.length}`);
  let end = at + 1;
  while (bytes[end] === 0xff) end++;
  const code = bytes[end];
  if (code === undefined) throw new Error(`the JPEG is cut off: it ends within its header, at byte ${bytes.length}`);
  return { code, end: end + 1 };
}

/** What stands behind the two bytes of length at `at`. */
export function segmentAt(bytes: Uint8Array, at: number): Uint8Array {
  const length = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
  if (length < 2 || at + length > bytes.length)
    throw new Error(`the JPEG is cut off: it ends within its header, at byte ${bytes.length}`);
  return bytes.subarray(at + 2, at + length);
}

import { PolyheadError } from '@polyhead/core';

/** A marker of a JPEG, and the segment that follows it. */
export interface JpegSegment {
  readonly code: number;
  /** Position of its marker. */
  readonly start: number;
  /** Without its length; empty for markers that stand alone. */
  readonly data: Uint8Array;
  /** Position after the marker and the data. */
  readonly end: number;
}

export const huffmanTables = 0xc4;
export const endOfImage = 0xd9;
export const startOfScan = 0xda;
export const restartInterval = 0xdd;
export const comment = 0xfe;
const none = new Uint8Array(0);

/**
 * Yields the segments from position `from` to the end of the image, or of the bytes. Skips coded data between them, and
 * bytes that belong to no segment, as libjpeg does. Throws if a segment is cut off, or a marker is unknown.
 */
export function* jpegSegments(bytes: Uint8Array, from = 2): Generator<JpegSegment, void> {
  for (let start = nextMarker(bytes, from); start >= 0;) {
    const code = bytes[start + 1] as number;
    if (code < 0xc0)
      throw new PolyheadError(
        'INVALID_IMAGE',
        `the JPEG is damaged: its marker ${code} at byte ${start} does not exist`,
      );
    const data = hasSegment(code) ? segmentAt(bytes, start + 2) : none;
    const end = hasSegment(code) ? start + 4 + data.length : start + 2;
    yield { code, start, data, end };
    if (code === endOfImage) return;
    start = nextMarker(bytes, end);
  }
}

/** True for application segments, APP0 to APP15. */
export function isApplication(code: number): boolean {
  return code >= 0xe0 && code <= 0xef;
}

/** True for frame headers: SOF0 to SOF15, without DHT, JPG and DAC. */
export function isFrame(code: number): boolean {
  return code >= 0xc0 && code <= 0xcf && code !== huffmanTables && code !== 0xc8 && code !== 0xcc;
}

/**
 * Returns the position of the next marker except those of restarts, which are part of coded data; -1 if there is none.
 */
function nextMarker(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0 && at + 1 < bytes.length; at = bytes.indexOf(0xff, at + 1)) {
    const code = bytes[at + 1] as number;
    if (code !== 0 && code !== 0xff && (code < 0xd0 || code > 0xd7)) return at;
  }
  return -1;
}

/** True except for SOI and EOI. */
function hasSegment(code: number): boolean {
  return code !== 0xd8 && code !== endOfImage;
}

/** Returns the data after the two bytes of length at `at`. */
function segmentAt(bytes: Uint8Array, at: number): Uint8Array {
  const length = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
  if (length < 2 || at + length > bytes.length)
    throw new PolyheadError('INVALID_IMAGE', `the JPEG is cut off: it ends within its header, at byte ${bytes.length}`);
  return bytes.subarray(at + 2, at + length);
}

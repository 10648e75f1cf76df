const orientationTag = 0x0112;
const short = 3;
const magic = 42;

/**
 * How a picture has to be turned before it is shown, 1 (not at all) to 8, from the data of a JPEG's APP1 segment; 1
 * where that holds nothing of the kind. Source: EXIF 2.32, TIFF 6.0.
 */
export function exifOrientation(segment: Uint8Array): number {
  const begins = [0x45, 0x78, 0x69, 0x66, 0, 0].every((byte, index) => segment[index] === byte); // 'Exif', 0, 0
  return begins ? tiffOrientation(segment.subarray(6)) : 1;
}

/** The same from the bare TIFF data of a PNG's eXIf chunk. */
export function tiffOrientation(bytes: Uint8Array): number {
  const tiff = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return fromTiff(tiff, tiff.getUint16(0) === 0x4949);
  } catch (error) {
    if (error instanceof RangeError) return 1; // the segment ends too early
    throw error;
  }
}

function fromTiff(tiff: DataView, littleEndian: boolean): number {
  if (tiff.getUint16(2, littleEndian) !== magic) return 1;
  const directory = tiff.getUint32(4, littleEndian);
  const entries = tiff.getUint16(directory, littleEndian);
  for (let entry = 0; entry < entries; entry++) {
    const at = directory + 2 + entry * 12;
    if (tiff.getUint16(at, littleEndian) !== orientationTag || tiff.getUint16(at + 2, littleEndian) !== short) continue;
    const [count, value] = [tiff.getUint32(at + 4, littleEndian), tiff.getUint16(at + 8, littleEndian)];
    return count === 1 && value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

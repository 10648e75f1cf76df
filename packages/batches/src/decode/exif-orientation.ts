const orientationTag = 0x0112;
const littleEndian = 0x4949;
const bigEndian = 0x4d4d;
const magic = 42;

/** By number of a TIFF type: bytes of a value, and how it is read. Types of text and raw bytes tell no orientation. */
const types: Readonly<Record<number, readonly [size: number, read: (from: DataView, little: boolean) => number]>> = {
  1: [1, (from) => from.getUint8(0)],
  3: [2, (from, little) => from.getUint16(0, little)],
  4: [4, (from, little) => from.getUint32(0, little)],
  5: [8, (from, little) => from.getUint32(0, little) / from.getUint32(4, little)],
  6: [1, (from) => from.getInt8(0)],
  8: [2, (from, little) => from.getInt16(0, little)],
  9: [4, (from, little) => from.getInt32(0, little)],
  10: [8, (from, little) => from.getInt32(0, little) / from.getInt32(4, little)],
  11: [4, (from, little) => from.getFloat32(0, little)],
  12: [8, (from, little) => from.getFloat64(0, little)],
  13: [4, (from, little) => from.getUint32(0, little)],
};

/**
 * How an image has to be turned before it is shown, 1 (not at all) to 8, from EXIF data, with or without the name that
 * they have in a JPEG; undefined where they do not say. Source: EXIF 2.32, TIFF 6.0.
 */
export function exifOrientation(data: Uint8Array): number | undefined {
  const named = [0x45, 0x78, 0x69, 0x66, 0, 0].every((byte, index) => data[index] === byte); // 'Exif', 0, 0
  const bytes = named ? data.subarray(6) : data;
  try {
    return fromTiff(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  } catch (error) {
    if (error instanceof RangeError) return undefined; // the data end too early
    throw error;
  }
}

function fromTiff(tiff: DataView): number | undefined {
  const order = tiff.getUint16(0);
  const little = order === littleEndian;
  if ((!little && order !== bigEndian) || tiff.getUint16(2, little) !== magic) return undefined;
  const directory = tiff.getUint32(4, little);
  const entries = tiff.getUint16(directory, little);
  for (let entry = 0; entry < entries; entry++) {
    const at = directory + 2 + entry * 12;
    if (tiff.getUint16(at, little) !== orientationTag) continue;
    const value = valueAt(tiff, at, little);
    if (value !== undefined) return [2, 3, 4, 5, 6, 7, 8].includes(value) ? value : 1;
  }
  return undefined;
}

/** The first value of the entry at `at`; undefined where its type is not a number or it lies outside of the data. */
function valueAt(tiff: DataView, at: number, little: boolean): number | undefined {
  const [size, read] = types[tiff.getUint16(at + 2, little)] ?? [0, () => NaN];
  const bytes = size * tiff.getUint32(at + 4, little);
  if (bytes === 0) return undefined;
  const from = bytes <= 4 ? at + 8 : tiff.getUint32(at + 8, little);
  if (from + bytes > tiff.byteLength) return undefined;
  return read(new DataView(tiff.buffer, tiff.byteOffset + from, size), little);
}

/** The same from XMP data, which some editors write where there are no EXIF data; undefined where they do not say. */
export function xmpOrientation(xmp: Uint8Array): number | undefined {
  const [, digit] = /tiff:Orientation(?:="|>)([0-9])/.exec(new TextDecoder('latin1').decode(xmp)) ?? [];
  return digit === undefined ? undefined : Number(digit);
}

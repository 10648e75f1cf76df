import { crc32c } from './crc32c';

/**
 * A record as TFRecord files hold it: length (8 bytes), its checksum, the data, their checksum; all little-endian.
 * Source: tensorflow/core/lib/io/record_writer.h.
 */
export function tfRecord(data: Uint8Array): Uint8Array {
  const frame = Buffer.alloc(12 + data.length + 4);
  frame.writeBigUInt64LE(BigInt(data.length), 0);
  frame.writeUInt32LE(maskedChecksum(frame.subarray(0, 8)), 8);
  frame.set(data, 12);
  frame.writeUInt32LE(maskedChecksum(data), 12 + data.length);
  return frame;
}

/** Rotates and shifts the sum, as a plain checksum of data that contain checksums would be weak. */
function maskedChecksum(bytes: Uint8Array): number {
  const sum = crc32c(bytes);
  return (((sum >>> 15) | (sum << 17)) + 0xa282ead8) >>> 0;
}

import { invalidArgument } from '@polyhead/core';

const IMPORT_SECTION = 2;
const MEMORY_SECTION = 5;
const SHARED_WITH_MAXIMUM = 3;

/**
 * A copy of a WebAssembly binary whose memory, imported or its own, is shared between threads. One byte changes, the
 * memory's flags; they must name a maximum.
 * https://webassembly.github.io/threads/core/binary/types.html
 */
export function withSharedMemory(binary: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = Uint8Array.from(binary);
  const flags = findMemoryFlags(bytes);
  if (flags === undefined || bytes[flags] !== 1)
    throw invalidArgument('withSharedMemory', 'expected a binary with one memory and its maximum', 'none');
  bytes[flags] = SHARED_WITH_MAXIMUM;
  return bytes;
}

function findMemoryFlags(bytes: Uint8Array): number | undefined {
  const reader = { at: 8 };
  while (reader.at < bytes.length) {
    const section = bytes[reader.at++];
    const end = readNumber(bytes, reader) + reader.at;
    if (section === MEMORY_SECTION) return afterCount(bytes, reader);
    if (section === IMPORT_SECTION) {
      const flags = memoryImport(bytes, reader);
      if (flags !== undefined) return flags;
    }
    reader.at = end;
  }
  return undefined;
}

function afterCount(bytes: Uint8Array, reader: { at: number }): number {
  readNumber(bytes, reader);
  return reader.at;
}

// An import: two names, a kind (0 function, 1 table, 2 memory, 3 global) and its type.
function memoryImport(bytes: Uint8Array, reader: { at: number }): number | undefined {
  for (let left = readNumber(bytes, reader); left > 0; left--) {
    skipName(bytes, reader);
    skipName(bytes, reader);
    const kind = bytes[reader.at++];
    if (kind === 2) return reader.at;
    if (kind === 0) readNumber(bytes, reader);
    else if (kind === 3) reader.at += 2;
    else return undefined;
  }
  return undefined;
}

function skipName(bytes: Uint8Array, reader: { at: number }): void {
  const length = readNumber(bytes, reader);
  reader.at += length;
}

// Unsigned LEB128.
function readNumber(bytes: Uint8Array, reader: { at: number }): number {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[reader.at++] ?? 0;
    value |= (byte & 127) << shift;
    if (byte < 128) return value;
  }
}

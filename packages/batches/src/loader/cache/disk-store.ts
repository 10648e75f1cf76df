import { createHash } from 'node:crypto';
import {
  closeSync,
  constants,
  mkdirSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  statfsSync,
  statSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { DiskHandle, ImageStore } from './image-store';

/** Of each slot: 8 bytes that stand for the image's file as it was, 4 of checksum, 4 of zero. */
const headerBytes = 16;
const filled = 1;
const empty = 2;

/** A file with room for a number of images, and how to get rid of it. */
export interface DiskStore {
  readonly handle: DiskHandle;
  close(): void;
}

/** Bytes that are free where a store would go. */
export function availableBytes(folder: string = tmpdir()): number {
  mkdirSync(folder, { recursive: true });
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

/** A nameless file that is gone when it is closed or the process ends, where the system keeps such files. */
export function createTemporaryStore(slots: number, imageBytes: number): DiskStore {
  const folder = mkdtempSync(join(tmpdir(), 'polyhead-'));
  const descriptor = openSync(join(folder, 'images'), 'wx+', 0o600);
  const remove = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 2 });
  try {
    remove(); // an open file needs no name, except on Windows
  } catch {
    process.once('exit', remove);
  }
  const close = (): void => {
    closeSync(descriptor);
    process.off('exit', remove);
    remove();
  };
  return {
    handle: { type: 'disk', imageBytes, descriptor, reused: false, states: new SharedArrayBuffer(slots) },
    close,
  };
}

/** A file in `folder` that later runs use again; `contents` tells apart what its images are made from and how. */
export function openPersistentStore(slots: number, imageBytes: number, folder: string, contents: unknown): DiskStore {
  mkdirSync(folder, { recursive: true });
  const name = createHash('sha256').update(JSON.stringify(contents)).digest('hex').slice(0, 32);
  const descriptor = openSync(join(folder, `${name}.images`), constants.O_RDWR | constants.O_CREAT, 0o600);
  return {
    handle: { type: 'disk', imageBytes, descriptor, reused: true, states: new SharedArrayBuffer(slots) },
    close: () => closeSync(descriptor),
  };
}

export function openDiskStore({ imageBytes, descriptor, reused, states }: DiskHandle): ImageStore {
  const state = new Uint8Array(states);
  const slot = Buffer.alloc(headerBytes + imageBytes);
  const pixels = slot.subarray(headerBytes);
  const offset = (index: number): number => index * slot.length;
  const load = (index: number): boolean => readSync(descriptor, slot, 0, slot.length, offset(index)) === slot.length;
  return {
    read: (index, file) => {
      if (index >= state.length) return undefined;
      const known = Atomics.load(state, index);
      if (known === filled) return load(index) ? pixels : undefined;
      if (known === empty || !reused) return undefined;
      const found = load(index) && header(file, pixels)?.equals(slot.subarray(0, headerBytes)) === true;
      Atomics.store(state, index, found ? filled : empty);
      return found ? pixels : undefined;
    },
    write: (index, file, image) => {
      if (index >= state.length) return;
      const mark = reused ? header(file, image) : Buffer.alloc(headerBytes);
      if (mark === undefined) return;
      slot.set(mark);
      pixels.set(image);
      Atomics.store(state, index, writeAt(descriptor, slot, offset(index)) ? filled : empty);
    },
  };
}

/** Changes when the file or the pixels do; undefined where there is no such file. */
function header(file: string, pixels: Uint8Array): Buffer | undefined {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined) return undefined;
  const { size, mtimeMs } = found;
  const bytes = Buffer.alloc(headerBytes);
  createHash('sha256').update(`${size} ${mtimeMs}`).digest().copy(bytes, 0, 0, 8);
  bytes.writeUInt32LE(crc32(pixels), 8);
  return bytes;
}

/** False where the disk is full: the image is decoded again next time. */
function writeAt(descriptor: number, bytes: Uint8Array, position: number): boolean {
  try {
    return writeSync(descriptor, bytes, 0, bytes.length, position) === bytes.length;
  } catch {
    return false;
  }
}

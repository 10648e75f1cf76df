// The only file of the package that touches the disk. Reading is synchronous: `splitRecords` is, and for thousands of
// small files it is also three times faster.
import { createHash } from 'node:crypto';
import {
  closeSync,
  constants,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { describeFileError } from '@polyhead/core';

/** What a name in a folder stands for. */
export type FileType = 'file' | 'folder' | 'link' | 'special';

/** A name in a folder. */
export interface FolderEntry {
  readonly name: string;
  readonly kind: FileType;
  /** False if the name's bytes are not UTF-8: no path in a string leads to such a file. */
  readonly isUtf8: boolean;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The names in a folder, in no particular order. */
export function listFolder(folder: string): FolderEntry[] {
  return readdirSync(folder, { withFileTypes: true, encoding: 'buffer' }).map((entry) => ({
    ...decodeName(entry.name),
    kind: fileType(entry),
  }));
}

function decodeName(bytes: Buffer): { name: string; isUtf8: boolean } {
  try {
    return { name: utf8.decode(bytes), isUtf8: true };
  } catch {
    return { name: bytes.toString(), isUtf8: false };
  }
}

/** True if a path leads to anything, be it a broken link. A path that cannot be looked up counts: reading it fails. */
export function pathExists(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return true;
  }
}

/** What a path stands for. A symbolic link is a link, or with `followLinks` what it points to. */
export function entryKind(path: string, followLinks: boolean): FileType {
  return fileType(followLinks ? statSync(path) : lstatSync(path));
}

function fileType(entry: { isFile(): boolean; isDirectory(): boolean; isSymbolicLink(): boolean }): FileType {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  return entry.isSymbolicLink() ? 'link' : 'special';
}

/** The folder without symbolic links on its way. */
export function resolveFolder(folder: string): string {
  return realpathSync.native(folder);
}

/**
 * The first `length` bytes of a file, or all where it is shorter. A pipe that took the file's place meanwhile does not
 * block.
 */
export function readHeader(file: string, length: number, followLinks: boolean): Uint8Array {
  // Windows has neither flag.
  const flags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (followLinks ? 0 : (constants.O_NOFOLLOW ?? 0));
  const descriptor = openSync(file, flags);
  try {
    const bytes = new Uint8Array(length);
    return bytes.subarray(0, readSync(descriptor, bytes, 0, length, 0));
  } finally {
    closeSync(descriptor);
  }
}

/** All bytes of a file. */
export function readBytes(file: string): Uint8Array {
  return readFileSync(file);
}

/** SHA-256 of a file's bytes, as 64 lower-case hexadecimal digits. */
export function hashFile(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

/**
 * Writes a file so that a reader sees the old contents or the new, never half: beside it, synced, renamed. Makes
 * missing folders.
 */
export function writeFileAtomic(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const beside = `${file}.${process.pid}.part`;
  try {
    const descriptor = openSync(beside, 'w');
    try {
      const bytes = Buffer.from(text);
      for (let written = 0; written < bytes.length;) written += writeSync(descriptor, bytes, written);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(beside, file);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

/** What went wrong with a file, in words that follow its name. */
export function describeReadError(error: unknown): string {
  return describeFileError(error) ?? `cannot be read (${errorCode(error)})`;
}

/** The system's name for an error, such as ENOENT; else the error as text. */
export function errorCode(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error);
}

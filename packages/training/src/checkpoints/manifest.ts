import { fsync } from 'node:fs';
import { createHash } from 'node:crypto';
import { isSystemName, PolyheadError } from '@polyhead/core';
import { open, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { resolveInside } from '@polyhead/model/node';
import { formatVersion, manifestFile, manifestLimit, stateFile, stateLimit } from './checkpoint-format';
import { parseUntrustedJson } from './parse-untrusted-json';

interface Manifest {
  readonly format: number;
  readonly files: Readonly<Record<string, { readonly bytes: number; readonly sha256: string }>>;
}

/** Writes the manifest of everything in a folder, and flushes all of it to the disk. */
export async function writeManifest(folder: string): Promise<void> {
  const files: Record<string, Manifest['files'][string]> = {};
  for (const name of await filesIn(folder)) {
    const bytes = await readFile(join(folder, name));
    files[name] = { bytes: bytes.length, sha256: sha256(bytes) };
    await fsyncPath(join(folder, name));
  }
  const manifest: Manifest = { format: formatVersion, files };
  await writeFileSynced(join(folder, manifestFile), `${JSON.stringify(manifest, undefined, 2)}\n`);
  await fsyncPath(folder);
}

/**
 * The files of a sealed folder, read once and checked against the manifest. Throws if anything is missing, added or
 * changed.
 */
export async function readVerified(folder: string): Promise<ReadonlyMap<string, Uint8Array>> {
  const manifest = await readManifest(folder);
  if (manifest.format !== formatVersion)
    throw new PolyheadError(
      'INVALID_FILE',
      `expected format ${formatVersion}, got ${JSON.stringify(manifest.format)}: written by another version of polyhead`,
    );
  const present = (await filesIn(folder)).filter((name) => name !== manifestFile);
  const names = new Set(present);
  const missing = Object.keys(manifest.files).find((name) => !names.has(name));
  if (missing !== undefined) throw new PolyheadError('CORRUPT_FILE', `${missing} is missing`);
  const files = new Map<string, Uint8Array>();
  for (const name of present) {
    if (!Object.hasOwn(manifest.files, name)) throw new PolyheadError('CORRUPT_FILE', `${name} is not in the manifest`);
    const file = await checkSize(
      folder,
      name,
      name === stateFile ? Math.min(stateLimit, manifest.files[name]?.bytes ?? 0) : (manifest.files[name]?.bytes ?? 0),
    );
    // only names that the folder itself lists, and no link out of it: a manifest leads nowhere else
    const bytes = await readFile(file);
    if (manifest.files[name]?.bytes !== bytes.length || manifest.files[name]?.sha256 !== sha256(bytes))
      throw new PolyheadError('CORRUPT_FILE', `${name} is not as it was written`);
    files.set(name, bytes);
  }
  return files;
}

async function readManifest(folder: string): Promise<Manifest> {
  const file = await checkSize(folder, manifestFile, manifestLimit);
  const manifest = parseUntrustedJson(manifestFile, await readFile(file));
  if (typeof manifest['files'] !== 'object' || manifest['files'] === null)
    throw new PolyheadError('INVALID_FILE', `expected "files" in ${manifestFile}`);
  return manifest as unknown as Manifest; // its files are checked one by one against what lies in the folder
}

/**
 * The path of a file in the folder. Throws if it is larger than `most` bytes, or a link that leads out of the folder.
 */
async function checkSize(folder: string, name: string, most: number): Promise<string> {
  const file = await resolveInside(folder, name);
  const { size } = await stat(file);
  if (!(size <= most))
    throw new PolyheadError(
      'CORRUPT_FILE',
      `${name} is not as it was written: it has ${size} bytes, expected at most ${most}`,
    );
  return file;
}

/** Unlike the method of a file handle, which Yarn's Plug'n'Play lacks, this works on every file system. */
const flushDescriptor = promisify(fsync);

/** Writes a file and flushes it to the disk. */
export async function writeFileSynced(file: string, content: string | Uint8Array): Promise<void> {
  const handle = await open(file, 'w');
  try {
    await handle.writeFile(content);
    await flushDescriptor(handle.fd);
  } finally {
    await handle.close();
  }
}

/** Flushes a file or folder to the disk. Folders cannot be flushed on Windows, and need not be. */
export async function fsyncPath(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  try {
    await flushDescriptor(handle.fd);
  } finally {
    await handle.close();
  }
}

/** Files below a folder but those of the operating system, such as `.DS_Store`, with forward slashes, sorted. */
async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() || entry.isSymbolicLink())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .filter((path) => !path.split('/').some(isSystemName))
    .sort();
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

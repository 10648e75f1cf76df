import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import {
  copyFile,
  link,
  lstat,
  mkdir,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { isSystemName, PolyheadError } from '@polyhead/core';
import { sha256OfFile } from './sha256-of-file';

/**
 * Manifest of a bundle, which is what the cache keeps: a folder with the layout of the tfjs-node package that contains
 * only the files that its install script would add (`lib`, `deps/lib`), and this manifest with the SHA-256 of every
 * file.
 */
export interface BundleManifest {
  /** Version of this layout. */
  readonly format: 1;
  /** Every file; paths are relative to the folder of the bundle, with forward slashes. */
  readonly files: readonly BundleFile[];
}

/** One file of a bundle: a regular file, or a symbolic link to another file. */
export type BundleFile =
  | { readonly path: string; readonly size: number; readonly sha256: string }
  | { readonly path: string; readonly link: string };

const MANIFEST = 'polyhead-bundle.json';

/** Writes the manifest of the files in `directory`, and returns it. */
export async function createManifest(directory: string): Promise<BundleManifest> {
  const files: BundleFile[] = [];
  for (const path of await listFiles(directory)) {
    const file = join(directory, path);
    const stats = await lstat(file);
    files.push(
      stats.isSymbolicLink()
        ? { path, link: await readlink(file) }
        : { path, size: stats.size, sha256: await sha256OfFile(file) },
    );
  }
  const manifest: BundleManifest = { format: 1, files };
  await writeFile(join(directory, MANIFEST), `${JSON.stringify(manifest, undefined, 2)}\n`);
  return manifest;
}

/**
 * Reads the manifest of a bundle and compares every file with it. Throws CORRUPT_FILE at the first difference; returns
 * undefined if there is no bundle.
 */
export async function verifyBundle(directory: string): Promise<BundleManifest | undefined> {
  const text = await readFile(join(directory, MANIFEST), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const manifest = JSON.parse(text) as BundleManifest;
  if (manifest.format !== 1)
    throw new PolyheadError('INVALID_FILE', `unknown layout ${String(manifest.format)}`, { path: directory });
  for (const entry of manifest.files) {
    const file = join(directory, ...assertInside(entry.path));
    if ('link' in entry) {
      assertLinkInside(entry, manifest.files);
      continue;
    }
    const { size } = await lstat(file);
    if (size !== entry.size)
      throw new PolyheadError('CORRUPT_FILE', `${entry.path} has ${size} bytes, expected ${entry.size}`, {
        path: file,
      });
    const sha256 = await sha256OfFile(file);
    if (sha256 !== entry.sha256)
      throw new PolyheadError('CORRUPT_FILE', `${entry.path} has SHA-256 ${sha256}, expected ${entry.sha256}`, {
        path: file,
      });
  }
  return manifest;
}

/**
 * Installs the files of a bundle into a package, as hard links if the file system supports them, else as copies. Each
 * file is created under a temporary name and renamed, so that no process reads half a file, and files that a package
 * manager shares between projects are never overwritten in place.
 */
export async function installBundle(directory: string, manifest: BundleManifest, target: string): Promise<void> {
  for (const entry of manifest.files) {
    const parts = assertInside(entry.path);
    const destination = join(target, ...parts);
    const temporary = `${destination}.${randomUUID()}.tmp`;
    await mkdir(dirname(destination), { recursive: true });
    try {
      if ('link' in entry) await symlink(entry.link, temporary);
      else await linkOrCopy(join(directory, ...parts), temporary);
      await rename(temporary, destination);
    } finally {
      // Renaming a hard link over another one of the same file does nothing and leaves it.
      await rm(temporary, { force: true });
    }
  }
}

async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch {
    await copyFile(from, to, constants.COPYFILE_FICLONE);
  }
}

/**
 * Lists files and symbolic links under `directory`, sorted, with forward slashes, without the manifest and without
 * files of the operating system.
 */
async function listFiles(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => !entry.isDirectory());
  const paths = files.map((entry) =>
    join(entry.parentPath, entry.name)
      .slice(directory.length + 1)
      .split(sep)
      .join('/'),
  );
  return paths.filter((path) => path !== MANIFEST && !path.split('/').some(isSystemName)).sort();
}

/**
 * Throws OUTSIDE_FOLDER if a link leaves the folder, directly or through another link: `..` may only be at the start,
 * and no path may lead through a link.
 */
function assertLinkInside({ path, link }: { path: string; link: string }, files: readonly BundleFile[]): void {
  const parts = link.split('/').filter((part) => part !== '.');
  const up = parts.findIndex((part) => part !== '..');
  if (up < 0 || up > path.split('/').length - 1)
    throw new PolyheadError('OUTSIDE_FOLDER', `the link ${path} to ${JSON.stringify(link)} leaves the folder`, {
      path,
    });
  assertInside(parts.slice(up).join('/'));
  const below = files.find((file) => file.path.startsWith(`${path}/`));
  if (below !== undefined)
    throw new PolyheadError('OUTSIDE_FOLDER', `the path ${JSON.stringify(below.path)} leads through the link ${path}`, {
      path: below.path,
    });
}

/** Returns the segments of a path in the manifest. Throws OUTSIDE_FOLDER if it leaves the folder. */
function assertInside(path: string): string[] {
  const parts = path.split('/');
  if (parts.some((part) => part === '' || part === '.' || part === '..' || part.includes('\\') || part.includes(':')))
    throw new PolyheadError('OUTSIDE_FOLDER', `the path ${JSON.stringify(path)} leaves the folder`, { path });
  return parts;
}

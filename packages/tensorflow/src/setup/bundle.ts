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
 * A bundle is a folder laid out like the tfjs-node package, with only what its install script would add (`lib`,
 * `deps/lib`),
 * and a manifest with the SHA-256 of every file. This is what the cache keeps.
 */
export interface BundleManifest {
  /** Version of this layout. */
  readonly format: 1;
  /** Every file, in paths with forward slashes from the bundle's folder. */
  readonly files: readonly BundleFile[];
}

/** One file of a bundle: contents, or a symbolic link to another. */
export type BundleFile =
  | { readonly path: string; readonly size: number; readonly sha256: string }
  | { readonly path: string; readonly link: string };

const MANIFEST = 'polyhead-bundle.json';

/** Writes the manifest of the files in `directory`. */
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
 * Reads a bundle's manifest and compares every file with it. Throws at the first difference; returns undefined where
 * there is no bundle.
 */
export async function verifyBundle(directory: string): Promise<BundleManifest | undefined> {
  const text = await readFile(join(directory, MANIFEST), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const manifest = JSON.parse(text) as BundleManifest;
  if (manifest.format !== 1) throw new PolyheadError('INSTALL_FAILED', `unknown layout ${String(manifest.format)}`);
  for (const entry of manifest.files) {
    const file = join(directory, ...assertInside(entry.path));
    if ('link' in entry) {
      checkLink(entry, manifest.files);
      continue;
    }
    const { size } = await lstat(file);
    if (size !== entry.size)
      throw new PolyheadError('INSTALL_FAILED', `${entry.path} has ${size} bytes, expected ${entry.size}`);
    const sha256 = await sha256OfFile(file);
    if (sha256 !== entry.sha256)
      throw new PolyheadError('INSTALL_FAILED', `${entry.path} has SHA-256 ${sha256}, expected ${entry.sha256}`);
  }
  return manifest;
}

/**
 * Puts a bundle's files into a package: hard links where the file system allows, else copies. Each file is made beside
 * its place
 * and renamed, so that no reader sees half a file, and files that a package manager shares between projects are never
 * written into.
 */
export async function installBundle(directory: string, manifest: BundleManifest, target: string): Promise<void> {
  for (const entry of manifest.files) {
    const parts = assertInside(entry.path);
    const place = join(target, ...parts);
    const beside = `${place}.${randomUUID()}.tmp`;
    await mkdir(dirname(place), { recursive: true });
    try {
      if ('link' in entry) await symlink(entry.link, beside);
      else await linkOrCopy(join(directory, ...parts), beside);
      await rename(beside, place);
    } finally {
      // Renaming a hard link over another of the same file does nothing, and leaves it.
      await rm(beside, { force: true });
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
 * Files and symbolic links under `directory`, sorted, with forward slashes; without the manifest and without files of the
 * operating system.
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
 * Rejects a link that leaves the folder, by itself or with the help of another: `..` stands only in front, and nothing
 * lies below a link.
 */
function checkLink({ path, link }: { path: string; link: string }, files: readonly BundleFile[]): void {
  const parts = link.split('/').filter((part) => part !== '.');
  const up = parts.findIndex((part) => part !== '..');
  if (up < 0 || up > path.split('/').length - 1)
    throw new PolyheadError('OUTSIDE_FOLDER', `the link ${path} to ${JSON.stringify(link)} leaves the folder`);
  assertInside(parts.slice(up).join('/'));
  const below = files.find((file) => file.path.startsWith(`${path}/`));
  if (below !== undefined)
    throw new PolyheadError('OUTSIDE_FOLDER', `the path ${JSON.stringify(below.path)} leads through the link ${path}`);
}

/** Path segments of a manifest entry; rejects one that leaves the folder. */
function assertInside(path: string): string[] {
  const parts = path.split('/');
  if (parts.some((part) => part === '' || part === '.' || part === '..' || part.includes('\\') || part.includes(':')))
    throw new PolyheadError('OUTSIDE_FOLDER', `the path ${JSON.stringify(path)} leaves the folder`);
  return parts;
}

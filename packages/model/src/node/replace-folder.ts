import { fsync } from 'node:fs';
import { isSystemName, invalidArgument } from '@polyhead/core';
import { mkdir, open, readdir, realpath, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { orIfMissing } from './if-missing';
import { removeLeftovers, tempFolder } from './temp-folder';

/** Where the last complete folder is for the moment between the two renames of {@link replaceFolder}. */
export function backupFolder(folder: string): string {
  return join(dirname(folder), `.${basename(folder)}.previous`);
}

/**
 * Puts files into a folder, so that at every moment either the old folder or the new one is complete: written beside,
 * flushed to the disk, renamed.
 * Throws if the folder holds anything but files of these names and of the operating system, such as `.DS_Store`.
 */
export async function replaceFolder(
  folder: string,
  files: Readonly<Record<string, Uint8Array>>,
  known: readonly string[],
): Promise<void> {
  const target = await orIfMissing(realpath(folder), resolve(folder));
  const previous = backupFolder(target);
  await assertOnlyModelFiles(target, known);
  await assertOnlyModelFiles(previous, known);
  await removeLeftovers(target);
  const beside = tempFolder(target);
  try {
    await mkdir(beside, { recursive: true });
    for (const [name, bytes] of Object.entries(files)) await writeFileSynced(join(beside, name), bytes);
    await flushFolder(beside);
    await swap(target, previous, beside);
  } catch (error) {
    await rm(beside, { recursive: true, force: true });
    throw error;
  }
}

async function swap(target: string, previous: string, beside: string): Promise<void> {
  if ((await entriesOf(target)) !== undefined) {
    await rm(previous, { recursive: true, force: true });
    await rename(target, previous);
  }
  await rename(beside, target);
  await flushFolder(dirname(target));
  await rm(previous, { recursive: true, force: true });
}

async function assertOnlyModelFiles(folder: string, known: readonly string[]): Promise<void> {
  const others = ((await entriesOf(folder)) ?? []).filter((name) => !known.includes(name) && !isSystemName(name));
  if (others.length === 0) return;
  throw invalidArgument(
    'saveModel',
    'expected a folder that holds nothing but a model',
    `${folder} with ${others.slice(0, 3).join(', ')}`,
    'The whole folder would be replaced: pass a separate folder.',
  );
}

async function entriesOf(folder: string): Promise<string[] | undefined> {
  return orIfMissing(readdir(folder), undefined);
}

/** Unlike the method of a file handle, which Yarn's Plug'n'Play lacks, this works on every file system. */
const flushDescriptor = promisify(fsync);

async function writeFileSynced(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'wx');
  try {
    await handle.writeFile(bytes);
    await flushDescriptor(handle.fd);
  } finally {
    await handle.close();
  }
}

/** Makes renames last; not every system can flush a folder. */
async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  if (handle !== undefined) await flushDescriptor(handle.fd).catch(() => undefined);
  await handle?.close();
}

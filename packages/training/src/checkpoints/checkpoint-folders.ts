import { readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { removeLeftovers } from '@polyhead/model/node';

const pattern = /^checkpoint-(\d+)-(\d+)$/;

/** Name of the checkpoint before this batch of this epoch; names sort as the run went. */
export function checkpointName(epoch: number, batch: number): string {
  return `checkpoint-${String(epoch).padStart(6, '0')}-${String(batch).padStart(6, '0')}`;
}

/** The epoch and batch that come after a checkpoint, by its name. */
export function checkpointPosition(folder: string): readonly [epoch: number, batch: number] {
  const [, epoch, batch] = pattern.exec(basename(folder)) ?? [];
  return [Number(epoch), Number(batch)];
}

/** Complete checkpoints in a folder, newest first; none where there is no folder. */
export async function checkpointFolders(folder: string): Promise<string[]> {
  const found = (await entriesOf(folder)).filter((name) => pattern.test(name));
  return found
    .map((name) => join(folder, name))
    .sort((a, b) => comparePositions(checkpointPosition(b), checkpointPosition(a)));
}

/** Negative where the first position comes before the second. */
export function comparePositions(one: readonly [number, number], other: readonly [number, number]): number {
  return one[0] - other[0] || one[1] - other[1];
}

/** Removes checkpoints that killed processes have left unfinished. */
export async function removeUnfinished(folder: string): Promise<void> {
  const names = (await entriesOf(folder)).filter((name) => name.startsWith('.checkpoint-'));
  for (const name of names) {
    const target = name.slice(1).split('.', 1)[0] ?? '';
    // earlier versions named no process, and only the run that holds the lock writes here
    if (name === `.${target}`) await rm(join(folder, name), { recursive: true, force: true });
    else await removeLeftovers(join(folder, target));
  }
}

async function entriesOf(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

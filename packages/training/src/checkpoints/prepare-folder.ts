import { realpath, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { PolyheadError, type TaskMap } from '@polyhead/core';
import type { TrainRun } from '../callbacks/callback';
import { checkpointFolders, checkpointPosition, comparePositions } from './checkpoint-folders';
import { readCheckpoint } from './read-checkpoint';

/**
 * Makes sure that a run finds only its own checkpoints, and none in front of it: others would count as its own, and be
 * removed or resumed as such.
 * Damaged ones that the run has passed over are moved aside; those of another run are an error, or removed where that
 * was asked for.
 */
export async function prepareFolder<Tasks extends TaskMap>(
  folder: string,
  run: TrainRun<Tasks>,
  overwrite: boolean,
): Promise<void> {
  for (const { folder: damaged } of run.history.resumed?.damaged ?? []) {
    if (await isSame(dirname(damaged), folder)) await quarantine(damaged);
  }
  const { epoch, batch } = run.position();
  const found = await checkpointFolders(folder);
  const others = (await isOwn(folder, found, run))
    ? found.filter((checkpoint) => comparePositions(checkpointPosition(checkpoint), [epoch, batch]) > 0)
    : found;
  const [newest] = others;
  if (newest !== undefined && !overwrite) {
    throw new PolyheadError(
      'FOLDER_IN_USE',
      `checkpoints: ${folder} holds checkpoints of another run, up to ${basename(newest)}. ${await wayOut(folder, run)}, or { overwrite: true } to remove them.`,
    );
  }
  for (const checkpoint of others) await rm(checkpoint, { recursive: true, force: true });
}

/** What to pass: a run that continues another one than that of the folder keeps to its own folder. */
async function wayOut<Tasks extends TaskMap>(
  folder: string,
  { history: { resumed }, position }: TrainRun<Tasks>,
): Promise<string> {
  const origin = resumed && dirname(resumed.folder);
  if (position().step === 0 || (origin !== undefined && (await isSame(origin, folder))))
    return `Pass { resume: ${JSON.stringify(folder)} } to train to continue that run, another folder`;
  return origin === undefined
    ? 'Pass another folder'
    : `Pass checkpoints the folder of the run that this one continues, ${JSON.stringify(origin)}, another folder`;
}

/**
 * True if the run was resumed from this folder, or its first epochs are those that the checkpoints hold, to the
 * microsecond.
 */
async function isOwn<Tasks extends TaskMap>(
  folder: string,
  found: readonly string[],
  { history }: TrainRun<Tasks>,
): Promise<boolean> {
  if (found.length === 0) return true;
  if (history.resumed !== undefined && (await isSame(dirname(history.resumed.folder), folder))) return true;
  if (history.epochs.length === 0) return false;
  const { history: theirs = [] } = (await readCheckpoint(folder).catch(() => undefined)) ?? {};
  const shared = Math.min(theirs.length, history.epochs.length);
  return shared > 0 && JSON.stringify(theirs.slice(0, shared)) === JSON.stringify(history.epochs.slice(0, shared));
}

async function isSame(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([one, other].map((folder) => realpath(folder).catch(() => resolve(folder))));
  return a === b;
}

async function quarantine(damaged: string): Promise<void> {
  const aside = join(dirname(damaged), `damaged-${basename(damaged)}`);
  await rm(aside, { recursive: true, force: true });
  await rename(damaged, aside);
}

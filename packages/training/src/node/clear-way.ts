import { rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { TaskMap } from '@polyhead/tasks';
import type { TrainRun } from '../callbacks/callback';
import { checkpointFolders, checkpointPosition, comparePositions } from './checkpoint-folders';

/**
 * Makes sure that a run finds no checkpoints in front of it: they would count as newer than its own.
 * Damaged ones that the run has passed over are moved aside; those of another run are an error, or removed where that
 * was asked for.
 */
export async function clearWay<Tasks extends TaskMap>(
  folder: string,
  run: TrainRun<Tasks>,
  overwrite: boolean,
): Promise<void> {
  for (const { folder: damaged } of run.history.resumed?.damaged ?? []) {
    if (resolve(dirname(damaged)) === resolve(folder)) await moveAside(damaged);
  }
  const { epoch, batch } = run.position();
  const ahead = (await checkpointFolders(folder)).filter(
    (checkpoint) => comparePositions(checkpointPosition(checkpoint), [epoch, batch]) > 0,
  );
  const [newest] = ahead;
  if (newest !== undefined && !overwrite) {
    throw new Error(
      `checkpoints: ${folder} holds checkpoints of another run, up to ${basename(newest)}. Pass { resume: ${JSON.stringify(folder)} } to train to go on from there, another folder, or { overwrite: true } to remove them.`,
    );
  }
  for (const checkpoint of ahead) await rm(checkpoint, { recursive: true, force: true });
}

async function moveAside(damaged: string): Promise<void> {
  const aside = join(dirname(damaged), `damaged-${basename(damaged)}`);
  await rm(aside, { recursive: true, force: true });
  await rename(damaged, aside);
}

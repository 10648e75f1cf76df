import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Network } from '@polyhead/model';
import { saveModel, tempFolder } from '@polyhead/model/node';
import type { TaskMap } from '@polyhead/core';
import type { RunState } from '../history/run-state';
import { encodeState } from './checkpoint-files';
import { checkpointFolders, checkpointName, removeUnfinished } from './checkpoint-folders';
import { arraysFile, modelFolder, stateFile } from './checkpoint-format';
import { fsyncPath, readVerified, writeManifest, writeFileSynced } from './manifest';

/**
 * Writes a checkpoint beside the others, flushes it to the disk, renames it, reads it back, and only then removes older
 * ones than the `keepLast` newest.
 * The checkpoint holds the network as a separate model.
 */
export async function writeCheckpoint<Tasks extends TaskMap>(
  folder: string,
  network: Network<Tasks>,
  state: RunState,
  keepLast: number,
): Promise<string> {
  const name = checkpointName(state.epoch, state.batch);
  const { json, arrays } = encodeState(state);
  const target = join(folder, name);
  const beside = tempFolder(target);
  await mkdir(folder, { recursive: true });
  await removeUnfinished(folder);
  await mkdir(beside);
  try {
    await writeFileSynced(join(beside, stateFile), json);
    await writeFileSynced(join(beside, arraysFile), arrays);
    await saveModel(network, join(beside, modelFolder));
    await writeManifest(beside);
    // one of the same batch, from a run that was resumed at an earlier one
    await rm(target, { recursive: true, force: true });
    await rename(beside, target);
  } catch (error) {
    await rm(beside, { recursive: true, force: true });
    throw error;
  }
  await fsyncPath(folder);
  await readVerified(target);
  for (const old of (await checkpointFolders(folder)).slice(keepLast)) await rm(old, { recursive: true, force: true });
  return target;
}

import { basename } from 'node:path';
import { resolveInside } from '@polyhead/model/node';
import { assertPath, PolyheadError } from '@polyhead/core';
import type { CorruptCheckpoint, RunState } from '../history/run-state';
import { decodeState } from './checkpoint-files';
import { arraysFile, stateFile } from './checkpoint-format';
import { checkpointFolders } from './checkpoint-folders';
import { readVerified } from './manifest';

/**
 * Reads the newest complete state from a folder that {@link checkpoints} writes to.
 *
 * If a checkpoint is corrupt, or contains a symbolic link that leads out of the folder, the one before it is read, and
 * `origin.damaged` names the corrupt one.
 *
 * @param folder - Folder of the checkpoints.
 * @returns The state, for the option `resume` of `train`; undefined if the folder has no checkpoint or does not exist.
 * @throws {PolyheadError} CORRUPT_CHECKPOINT if every checkpoint is corrupt; INVALID_ARGUMENT if `folder` is not a
 * path.
 *
 * @example
 * ```ts
 * import { readCheckpoint } from '@polyhead/training/node';
 * const state = await readCheckpoint('runs/faces');
 * state?.epoch; // the next one
 * ```
 */
export async function readCheckpoint(folder: string): Promise<RunState | undefined> {
  assertPath('readCheckpoint', folder, 'folder', 'runs/faces');
  const damaged: CorruptCheckpoint[] = [];
  for (const checkpoint of await checkpointFolders(folder)) {
    try {
      await resolveInside(folder, basename(checkpoint));
      return { ...(await readState(checkpoint)), origin: { folder: checkpoint, damaged } };
    } catch (error) {
      damaged.push({ folder: checkpoint, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  if (damaged.length === 0) return undefined;
  throw new PolyheadError(
    'CORRUPT_CHECKPOINT',
    `readCheckpoint: no checkpoint in ${folder} is whole: ${damaged.map(({ folder: name, reason }) => `${name}: ${reason}`).join('; ')}. Move them away to begin again.`,
  );
}

async function readState(checkpoint: string): Promise<RunState> {
  const files = await readVerified(checkpoint);
  const [json, arrays] = [files.get(stateFile), files.get(arraysFile)];
  if (json === undefined || arrays === undefined)
    throw new PolyheadError('INVALID_FILE', `expected ${stateFile} and ${arraysFile}`);
  return decodeState(json, arrays);
}

import { basename } from 'node:path';
import { resolveInside } from '@polyhead/model/node';
import { expectPath } from '@polyhead/tasks';
import type { DamagedCheckpoint, RunState } from '../run-state';
import { decodeState } from './checkpoint-files';
import { arraysFile, stateFile } from './checkpoint-format';
import { checkpointFolders } from './checkpoint-folders';
import { readSealed } from './manifest';

/**
 * The newest complete state in a folder that {@link checkpoints} writes to; undefined where there is none yet.
 *
 * A damaged checkpoint is passed over for the one before it, and named in `origin.damaged`; so is one with a symbolic
 * link that leads out of the folder. Throws if all are damaged.
 *
 * @example
 * ```ts
 * import { readCheckpoint } from '@polyhead/training/node';
 * const state = await readCheckpoint('runs/faces');
 * state?.epoch; // the next one
 * ```
 */
export async function readCheckpoint(folder: string): Promise<RunState | undefined> {
  expectPath('readCheckpoint', folder, 'folder', 'runs/faces');
  const damaged: DamagedCheckpoint[] = [];
  for (const checkpoint of await checkpointFolders(folder)) {
    try {
      await resolveInside(folder, basename(checkpoint));
      return { ...(await readState(checkpoint)), origin: { folder: checkpoint, damaged } };
    } catch (error) {
      damaged.push({ folder: checkpoint, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  if (damaged.length === 0) return undefined;
  throw new Error(
    `readCheckpoint: no checkpoint in ${folder} is whole: ${damaged.map(({ folder: name, reason }) => `${name}: ${reason}`).join('; ')}. Move them away to begin anew.`,
  );
}

async function readState(checkpoint: string): Promise<RunState> {
  const files = await readSealed(checkpoint);
  const [json, arrays] = [files.get(stateFile), files.get(arraysFile)];
  if (json === undefined || arrays === undefined) throw new Error(`expected ${stateFile} and ${arraysFile}`);
  return decodeState(json, arrays);
}

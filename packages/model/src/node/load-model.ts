import { assertObject, assertPath, type TaskMap, invalidArgument, PolyheadError } from '@polyhead/core';
import { readFile, realpath, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fromArtifacts, type FromArtifactsOptions } from '../files/from-artifacts';
import { jsonLimit, type ModelFiles, tasksFile, topologyFile } from '../files/model-files';
import { parseJson } from '../files/parse-json';
import { byteCount, weightGroups } from '../files/weight-files';
import type { Network } from '../network/network';
import { orIfMissing } from './if-missing';
import { backupFolder } from './replace-folder';
import { resolveInside } from './resolve-inside';

/** Options of {@link loadModel}. */
export type LoadModelOptions<Tasks extends TaskMap> = FromArtifactsOptions<Tasks>;

const optionNames = { tasks: true } satisfies Record<keyof LoadModelOptions<TaskMap>, true>;

/**
 * The network that `saveModel` put into a folder, with the same weights to the last bit.
 *
 * Pass `tasks` for typed predictions. Throws as {@link fromArtifacts} does. Reads nothing outside of the folder: a symbolic
 * link that leads out of it is rejected, one that stays in it is followed.
 *
 * @example
 * ```ts
 * import { faceTasks } from '@polyhead/core';
 * import { loadModel } from '@polyhead/model/node';
 * const network = await loadModel('runs/faces/model', { tasks: faceTasks() });
 * ```
 */
export async function loadModel<Tasks extends TaskMap = TaskMap>(
  folder: string,
  options: LoadModelOptions<Tasks> = {},
): Promise<Network<Tasks>> {
  assertPath('loadModel', folder, 'folder', 'runs/faces/model');
  assertObject('loadModel', options, { optionKeys: optionNames, example: '{ tasks: faceTasks() }' });
  const place = await existing(folder);
  try {
    return await fromArtifacts(await readFiles(place), options);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new PolyheadError('INVALID_ARGUMENT', `loadModel: ${place}: ${reason.replace(/^fromArtifacts: /, '')}`, {
      cause: error,
    });
  }
}

/** The folder, or the one that it was just replacing when the machine stopped. */
async function existing(folder: string): Promise<string> {
  const path = await orIfMissing(realpath(folder), undefined);
  if (path !== undefined && !(await stat(path)).isDirectory())
    throw invalidArgument(
      'loadModel',
      'expected the folder of a saved model',
      `the file ${folder}`,
      'Pass the folder that it is in.',
    );
  if (path !== undefined) return path;
  const previous = await orIfMissing(realpath(backupFolder(resolve(folder))), undefined);
  if (previous !== undefined) return previous;
  throw invalidArgument(
    'loadModel',
    'expected the folder of a saved model',
    `${folder}, which is not there`,
    'Save one with saveModel(network, folder).',
  );
}

async function readFiles(folder: string): Promise<ModelFiles> {
  const tasks = await read(folder, tasksFile, jsonLimit);
  const topology = await read(folder, topologyFile, jsonLimit);
  const files: Record<string, Uint8Array> = { [tasksFile]: tasks, [topologyFile]: topology };
  for (const group of weightGroups(parseJson(topologyFile, topology))) {
    for (const path of group.paths) files[path] = await read(folder, path, byteCount(group));
  }
  return files;
}

/** Checkpoints keep their model in a folder `model`, runs their best in `best`. */
async function advice(folder: string): Promise<string> {
  for (const place of ['model', 'best'].map((name) => join(folder, name))) {
    if (await orIfMissing(stat(join(place, tasksFile)), undefined))
      return `A model is in the folder ${place}: pass that.`;
  }
  return 'Copy the whole folder.';
}

async function read(folder: string, name: string, most: number): Promise<Uint8Array> {
  const file = await orIfMissing(resolveInside(folder, name), undefined);
  const found = file === undefined ? undefined : await stat(file);
  if (file === undefined || found?.isFile() !== true)
    throw new PolyheadError('INVALID_ARGUMENT', `expected a file "${name}", found none. ${await advice(folder)}`);
  if (found.size > most)
    throw new PolyheadError(
      'INVALID_ARGUMENT',
      `"${name}" must have at most ${most} bytes, got ${found.size}. Copy the folder again.`,
    );
  return readFile(file);
}

import {
  assertObject,
  assertPath,
  describeFileError,
  invalidArgument,
  isPolyheadError,
  type TaskMap,
} from '@polyhead/core';
import { readFile, realpath, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type FromArtifactsOptions, readModel } from '../files/from-artifacts';
import { modelError, type ModelReader } from '../files/model-error';
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
 * Loads the network that `saveModel` put into a folder, with the same weights to the last bit.
 *
 * Reads nothing outside of the folder: a symbolic link that leads out of it is rejected, one that stays in it is
 * followed.
 *
 * @param folder - Path of the folder.
 * @param options - The tasks, for typed predictions.
 * @returns The network.
 * @throws {PolyheadError} FILE_UNREADABLE if the folder does not exist or a file cannot be read.
 * @throws {PolyheadError} INVALID_MODEL, CORRUPT_FILE or DATA_MISMATCH as `fromArtifacts` does.
 * @throws {PolyheadError} OUTSIDE_FOLDER if a link leads out of the folder.
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
  const path = await findModel(folder);
  const reader = { where: 'loadModel', subject: path, path };
  return readModel(reader, await readFiles(reader), options.tasks);
}

/** Returns the real path of the folder, or of its backup if the machine stopped while the folder was being replaced. */
async function findModel(folder: string): Promise<string> {
  const path = await orIfMissing(realpath(folder), undefined);
  if (path !== undefined && !(await stat(path)).isDirectory())
    throw invalidArgument(
      'loadModel',
      'expected the folder of a saved model',
      `the file ${folder}`,
      'Pass the folder that it is in.',
      { path: folder },
    );
  if (path !== undefined) return path;
  const previous = await orIfMissing(realpath(backupFolder(resolve(folder))), undefined);
  if (previous !== undefined) return previous;
  throw invalidArgument(
    'loadModel',
    'expected the folder of a saved model',
    `${folder}, which does not exist`,
    'Save one with saveModel(network, folder).',
    { code: 'FILE_UNREADABLE', path: folder },
  );
}

async function readFiles(reader: ModelReader & { path: string }): Promise<ModelFiles> {
  const tasks = await read(reader, tasksFile, jsonLimit);
  const topology = await read(reader, topologyFile, jsonLimit);
  const files: Record<string, Uint8Array> = { [tasksFile]: tasks, [topologyFile]: topology };
  for (const group of weightGroups(reader, parseJson(reader, topologyFile, topology))) {
    for (const path of group.paths) files[path] = await read(reader, path, byteCount(group));
  }
  return files;
}

/** Checkpoints keep their model in a folder `model`, runs their best in `best`. */
async function suggestFolder(folder: string): Promise<string> {
  for (const place of ['model', 'best'].map((name) => join(folder, name))) {
    if (await orIfMissing(stat(join(place, tasksFile)), undefined))
      return `A model is in the folder ${place}: pass that.`;
  }
  return 'Copy the whole folder.';
}

async function read(reader: ModelReader & { path: string }, name: string, most: number): Promise<Uint8Array> {
  try {
    const file = await orIfMissing(resolveInside(reader.path, name), undefined);
    const found = file === undefined ? undefined : await stat(file);
    if (file === undefined || found?.isFile() !== true)
      throw modelError(reader, `expected a file "${name}", found none`, undefined, {
        hint: await suggestFolder(reader.path),
      });
    if (found.size > most)
      throw modelError(reader, `"${name}" must have at most ${most} bytes`, found.size, {
        hint: 'Copy the folder again.',
      });
    return await readFile(file);
  } catch (error) {
    if (isPolyheadError(error, 'OUTSIDE_FOLDER') && error.expected !== undefined)
      throw modelError(reader, error.expected, error.received, { code: error.code, hint: error.hint, cause: error });
    const problem = describeFileError(error);
    if (problem === undefined) throw error;
    throw modelError(reader, `"${name}" ${problem}`, undefined, { code: 'FILE_UNREADABLE', cause: error });
  }
}

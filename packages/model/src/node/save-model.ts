import { assertObject, assertPath, type TaskMap, invalidArgument } from '@polyhead/core';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { tasksFile, topologyFile, weightsFile } from '../files/model-files';
import { toArtifacts } from '../files/to-artifacts';
import { assertNetwork } from '../network/assert-network';
import type { Network } from '../network/network';
import { orIfMissing } from './if-missing';
import { replaceFolder } from './replace-folder';

/** Options of {@link saveModel}. */
export interface SaveModelOptions {
  /** Text of a `README.md` beside the model, such as a model card. Default: the one that is there already, if any. */
  readonly readme?: string;
}

const optionNames = { readme: true } satisfies Record<keyof SaveModelOptions, true>;
const readmeFile = 'README.md';

/**
 * Saves a network into a folder: `model.json` and `weights.bin`, which stock tfjs loads too, and `tasks.json` with
 * tasks, image shape and SHA-256 checksums.
 *
 * An existing model is replaced as a whole: the new one is written under a temporary name, flushed to the disk and
 * renamed. If the machine stops in the middle, {@link loadModel} finds the old one or the new one.
 *
 * @param network - The network to save.
 * @param folder - Path of the folder; created if it does not exist.
 * @param options - Text of `README.md`. Default: an existing one stays.
 * @returns Resolves when the files are on the disk.
 * @throws {PolyheadError} INVALID_ARGUMENT if an argument is not valid, or the folder is a file or holds anything but a
 * model; DISPOSED if the network was disposed of; INVALID_MODEL if a weight is not finite, or the network is too large
 * or too deep to be loaded again.
 *
 * @example
 * ```ts
 * import { faceTasks } from '@polyhead/core';
 * import { buildFaceNet } from '@polyhead/model';
 * import { saveModel } from '@polyhead/model/node';
 * await saveModel(buildFaceNet({ tasks: faceTasks() }), 'runs/faces/model');
 * ```
 */
export async function saveModel<Tasks extends TaskMap>(
  network: Network<Tasks>,
  folder: string,
  options: SaveModelOptions = {},
): Promise<void> {
  assertNetwork('saveModel', network);
  assertPath('saveModel', folder, 'folder', 'runs/faces/model');
  assertObject('saveModel', options, { optionKeys: optionNames, example: "{ readme: '# My model' }" });
  if ((await orIfMissing(stat(folder), undefined))?.isDirectory() === false)
    throw invalidArgument(
      'saveModel',
      'expected the path of a folder',
      `the file ${folder}`,
      'Pass a separate folder.',
    );
  const files = await toArtifacts(network);
  const readme =
    options.readme === undefined
      ? await orIfMissing(readFile(join(folder, readmeFile)), undefined)
      : Buffer.from(options.readme);
  await replaceFolder(folder, readme === undefined ? files : { ...files, [readmeFile]: readme }, [
    topologyFile,
    weightsFile,
    tasksFile,
    readmeFile,
  ]);
}

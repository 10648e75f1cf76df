import { checkTopology } from './check-topology';
import { fileLimit, type ModelFiles, topologyFile } from './model-files';
import { parseJson } from './parse-json';
import { fileOf, readTasksJson } from './read-tasks-json';
import { weightGroups } from './weight-files';
import { PolyheadError } from '@polyhead/core';

/** Throws if `fromArtifacts` or `loadModel` would reject what `toArtifacts` made of a network. */
export function checkReadable(files: ModelFiles): void {
  try {
    for (const [name, { byteLength }] of Object.entries(files)) {
      if (byteLength > fileLimit)
        throw new PolyheadError(
          'FILE_UNWRITABLE',
          `"${name}" would have ${byteLength} bytes, and at most ${fileLimit} can be read back.`,
        );
    }
    readTasksJson(files);
    const json = parseJson(topologyFile, fileOf(files, topologyFile));
    weightGroups(json);
    checkTopology(json, () => true); // a class may be registered later
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new PolyheadError(
      'INVALID_MODEL',
      `toArtifacts: this network could not be loaded again: ${reason.replace(/^fromArtifacts: /, '')}`,
      {
        cause: error,
      },
    );
  }
}

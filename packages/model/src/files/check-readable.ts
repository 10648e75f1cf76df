import { checkTopology } from './check-topology';
import { modelError } from './model-error';
import { fileLimit, type ModelFiles, topologyFile } from './model-files';
import { parseJson } from './parse-json';
import { getFile, readTasksJson } from './read-tasks-json';
import { weightGroups } from './weight-files';

const reader = { where: 'toArtifacts', subject: 'this network could not be loaded again' };

/** Throws INVALID_MODEL if `fromArtifacts` or `loadModel` would reject the files that `toArtifacts` made. */
export function checkReadable(files: ModelFiles): void {
  for (const [name, { byteLength }] of Object.entries(files)) {
    if (byteLength > fileLimit)
      throw modelError(reader, `"${name}" would have ${byteLength} bytes, and at most ${fileLimit} can be read back`);
  }
  readTasksJson(reader, files);
  const json = parseJson(reader, topologyFile, getFile(reader, files, topologyFile));
  weightGroups(reader, json);
  checkTopology(reader, json, () => true); // a class may be registered later
}

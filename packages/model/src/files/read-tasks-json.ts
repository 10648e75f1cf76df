import {
  type ImageShape,
  type ImagePreprocessing,
  type TaskMap,
  taskNames,
  type TaskSpec,
  tasksFromSpecs,
  invalidArgument,
  PolyheadError,
} from '@polyhead/core';
import { imageLimit } from '../blocks/checks';
import { format, formatVersion, type ModelFiles, tasksFile } from './model-files';
import { isObject, type JsonObject, parseJson } from './parse-json';
import { sha256 } from './sha256';
import type { TasksJson } from './to-artifacts';

/** The bytes of a file, or an error that says that it is missing. */
export function fileOf(files: ModelFiles, name: string): Uint8Array {
  const bytes = Object.hasOwn(files, name) ? files[name] : undefined;
  if (bytes !== undefined) return bytes;
  throw invalidArgument(
    'fromArtifacts',
    `expected a file "${name}"`,
    Object.keys(files).join(', ') || 'none',
    "Pass all files of the model's folder.",
  );
}

/** What `tasks.json` says. Throws if it was not written by polyhead, or by a newer one. */
export function readTasksJson(files: ModelFiles): TasksJson {
  const json = parseJson(tasksFile, fileOf(files, tasksFile));
  if (json.format !== format)
    throw invalidArgument(
      'fromArtifacts',
      `expected "format" in ${tasksFile} to be ${format}`,
      JSON.stringify(json.format),
    );
  if (json.formatVersion !== formatVersion)
    throw invalidArgument(
      'fromArtifacts',
      `expected version ${formatVersion} of the format in ${tasksFile}`,
      JSON.stringify(json.formatVersion),
      'Was it written by a newer polyhead?',
    );
  const preprocessing = checkPreprocessing(json);
  return {
    ...(json as unknown as TasksJson),
    imageShape: assertImageShape(json),
    ...(preprocessing && { preprocessing }),
    tasks: checkMember(json, 'tasks') as TasksJson['tasks'],
    files: checkMember(json, 'files') as TasksJson['files'],
  }; // what else it holds was compared above, or is not read
}

/** Throws if a file is not the one that was written. */
export async function verifyChecksums(
  files: ModelFiles,
  names: readonly string[],
  { files: sums }: TasksJson,
): Promise<void> {
  for (const name of names) {
    const bytes = fileOf(files, name);
    const expected = Object.hasOwn(sums, name) ? sums[name] : undefined;
    if (!isObject(expected))
      throw invalidArgument(
        'fromArtifacts',
        `expected a size and sum of "${name}" in ${tasksFile}`,
        'none',
        'Save the model again.',
      );
    if (bytes.byteLength !== expected.bytes)
      throw invalidArgument(
        'fromArtifacts',
        `"${name}" must have ${String(expected.bytes)} bytes`,
        bytes.byteLength,
        'The file was cut or changed: copy the folder again.',
      );
    if ((await sha256(bytes)) !== expected.sha256)
      throw new PolyheadError(
        'CORRUPT_FILE',
        `fromArtifacts: "${name}" does not have the SHA-256 sum that ${tasksFile} gives. The file was changed: copy the folder again.`,
      );
  }
}

/** The saved tasks, or the caller's where they mean the same. */
export function checkTasks<Tasks extends TaskMap>(specs: TasksJson['tasks'], wanted: Tasks | undefined): Tasks {
  const names = taskNames(specs);
  if (wanted === undefined) return tasksFromSpecs(specs) as Tasks;
  if (taskNames(wanted).join() !== names.join())
    throw invalidArgument(
      'fromArtifacts',
      `expected a network with the tasks ${Object.keys(wanted).join(', ')}`,
      `one with ${names.join(', ')}`,
      'Pass the tasks that it was trained with.',
    );
  for (const name of names) {
    const [saved, given] = [parseTask(specs[name] as TaskSpec), parseTask(wanted[name]?.toJSON() as TaskSpec)];
    if (saved !== given)
      throw invalidArgument(
        'fromArtifacts',
        `expected task "${name}" to be ${given}`,
        saved,
        'Pass the tasks that the network was trained with.',
      );
  }
  return wanted;
}

/** What decides how an output is read; loss and weight only matter in training. */
function parseTask(spec: TaskSpec): string {
  const kept = Object.entries(spec).filter(([key]) => !['loss', 'lossOptions', 'lossWeight'].includes(key));
  return JSON.stringify(Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1))));
}

function assertImageShape({ imageShape }: JsonObject): ImageShape {
  const valid =
    Array.isArray(imageShape) &&
    imageShape.length === 3 &&
    imageShape.every((side) => Number.isInteger(side) && side >= 1) &&
    imageShape.reduce((a, b) => a * b, 1) <= imageLimit;
  if (valid) return imageShape as unknown as ImageShape;
  throw invalidArgument(
    'fromArtifacts',
    `expected "imageShape" in ${tasksFile} to be [height, width, channels] of at most ${imageLimit} numbers`,
    JSON.stringify(imageShape),
  );
}

/** Models that were saved before it was noted have none. */
function checkPreprocessing({ preprocessing }: JsonObject): ImagePreprocessing | undefined {
  if (preprocessing === undefined) return undefined;
  const { decoder, resize, centerCrop, flip, ...unknown } = isObject(preprocessing) ? preprocessing : {};
  const isShare = centerCrop === undefined || (typeof centerCrop === 'number' && centerCrop > 0 && centerCrop < 1);
  const isKnown =
    typeof decoder === 'string' &&
    ['nearest', 'bilinear', 'bicubic'].includes(String(resize)) &&
    isShare &&
    [undefined, true].includes(flip as undefined) &&
    Object.keys(unknown).length === 0;
  if (isKnown)
    return {
      decoder,
      resize: resize as ImagePreprocessing['resize'],
      ...(centerCrop !== undefined && { centerCrop }),
      ...(flip === true && { flip }),
    };
  throw invalidArgument(
    'fromArtifacts',
    `expected "preprocessing" in ${tasksFile} to be a decoder's name, a resize of nearest, bilinear or bicubic and, where it has them, a centerCrop between 0 and 1 and flip: true`,
    JSON.stringify(preprocessing),
    'Was it written by a newer polyhead?',
  );
}

function checkMember(json: JsonObject, key: string): JsonObject {
  const value = json[key];
  if (isObject(value)) return value;
  throw invalidArgument('fromArtifacts', `expected an object "${key}" in ${tasksFile}`, JSON.stringify(value));
}

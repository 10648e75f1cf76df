import {
  type ImageShape,
  type ImagePreprocessing,
  type TaskMap,
  taskNames,
  type TaskSpec,
  tasksFromSpecs,
  errorMessage,
} from '@polyhead/core';
import { imageLimit } from '../blocks/checks';
import { format, formatVersion, type ModelFiles, tasksFile } from './model-files';
import { modelError, type ModelReader } from './model-error';
import { isObject, type JsonObject, parseJson } from './parse-json';
import { sha256 } from './sha256';
import type { TasksJson } from './to-artifacts';

/** Returns the bytes of a file. Throws INVALID_MODEL if it is missing. */
export function getFile(reader: ModelReader, files: ModelFiles, name: string): Uint8Array {
  const bytes = Object.hasOwn(files, name) ? files[name] : undefined;
  if (bytes !== undefined) return bytes;
  throw modelError(reader, `expected a file "${name}"`, Object.keys(files).join(', ') || 'none', {
    hint: "Pass all files of the model's folder.",
  });
}

/** Returns the contents of `tasks.json`. Throws INVALID_MODEL if this version of polyhead did not write it. */
export function readTasksJson(reader: ModelReader, files: ModelFiles): TasksJson {
  const json = parseJson(reader, tasksFile, getFile(reader, files, tasksFile));
  if (json.format !== format)
    throw modelError(reader, `expected "format" in ${tasksFile} to be ${format}`, JSON.stringify(json.format));
  if (json.formatVersion !== formatVersion)
    throw modelError(
      reader,
      `expected version ${formatVersion} of the format in ${tasksFile}`,
      JSON.stringify(json.formatVersion),
      { hint: 'Was it written by a newer polyhead?' },
    );
  const preprocessing = checkPreprocessing(reader, json);
  return {
    ...(json as unknown as TasksJson),
    imageShape: assertImageShape(reader, json),
    ...(preprocessing && { preprocessing }),
    tasks: checkMember(reader, json, 'tasks') as TasksJson['tasks'],
    files: checkMember(reader, json, 'files') as TasksJson['files'],
  }; // the other members were compared above, or are not read
}

/** Throws CORRUPT_FILE if a file is not the one that was written. */
export async function verifyChecksums(
  reader: ModelReader,
  files: ModelFiles,
  names: readonly string[],
  { files: sums }: TasksJson,
): Promise<void> {
  for (const name of names) {
    const bytes = getFile(reader, files, name);
    const expected = Object.hasOwn(sums, name) ? sums[name] : undefined;
    if (!isObject(expected))
      throw modelError(reader, `expected a size and sum of "${name}" in ${tasksFile}`, 'none', {
        hint: 'Save the model again.',
      });
    if (bytes.byteLength !== expected.bytes)
      throw modelError(reader, `"${name}" must have ${String(expected.bytes)} bytes`, bytes.byteLength, {
        code: 'CORRUPT_FILE',
        hint: 'The file was cut or changed: copy the folder again.',
      });
    if ((await sha256(bytes)) !== expected.sha256)
      throw modelError(reader, `"${name}" does not have the SHA-256 sum that ${tasksFile} gives`, undefined, {
        code: 'CORRUPT_FILE',
        hint: 'The file was changed: copy the folder again.',
      });
  }
}

/** Returns the saved tasks, or the caller's if they mean the same. Throws DATA_MISMATCH if they do not. */
export function resolveTasks<Tasks extends TaskMap>(
  reader: ModelReader,
  specs: TasksJson['tasks'],
  wanted: Tasks | undefined,
): Tasks {
  const names = readSaved(reader, () => taskNames(specs));
  if (wanted === undefined) return readSaved(reader, () => tasksFromSpecs(specs)) as Tasks;
  if (taskNames(wanted).join() !== names.join())
    throw modelError(
      reader,
      `expected a network with the tasks ${Object.keys(wanted).join(', ')}`,
      `one with ${names.join(', ')}`,
      { code: 'DATA_MISMATCH', hint: 'Pass the tasks that it was trained with.' },
    );
  for (const name of names) {
    const [saved, given] = [describeTask(specs[name] as TaskSpec), describeTask(wanted[name]?.toJSON() as TaskSpec)];
    if (saved !== given)
      throw modelError(reader, `expected task "${name}" to be ${given}`, saved, {
        code: 'DATA_MISMATCH',
        hint: 'Pass the tasks that the network was trained with.',
      });
  }
  return wanted;
}

/** Runs a function on the tasks of the file, and turns its errors into errors of the file. */
function readSaved<Result>(reader: ModelReader, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    throw modelError(reader, `the tasks in ${tasksFile} are not valid (${errorMessage(error)})`, undefined, {
      cause: error,
    });
  }
}

/** Returns the parts of a task that decide how an output is read: loss and weight matter in training only. */
function describeTask(spec: TaskSpec): string {
  const kept = Object.entries(spec).filter(([key]) => !['loss', 'lossOptions', 'lossWeight'].includes(key));
  return JSON.stringify(Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1))));
}

function assertImageShape(reader: ModelReader, { imageShape }: JsonObject): ImageShape {
  const valid =
    Array.isArray(imageShape) &&
    imageShape.length === 3 &&
    imageShape.every((side) => Number.isInteger(side) && side >= 1) &&
    imageShape.reduce((a, b) => a * b, 1) <= imageLimit;
  if (valid) return imageShape as unknown as ImageShape;
  throw modelError(
    reader,
    `expected "imageShape" in ${tasksFile} to be [height, width, channels] of at most ${imageLimit} numbers`,
    JSON.stringify(imageShape),
  );
}

/** Old models do not have a preprocessing. */
function checkPreprocessing(reader: ModelReader, { preprocessing }: JsonObject): ImagePreprocessing | undefined {
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
  throw modelError(
    reader,
    `expected "preprocessing" in ${tasksFile} to be a decoder's name, a resize of nearest, bilinear or bicubic and, where it has them, a centerCrop between 0 and 1 and flip: true`,
    JSON.stringify(preprocessing),
    { hint: 'Was it written by a newer polyhead?' },
  );
}

function checkMember(reader: ModelReader, json: JsonObject, key: string): JsonObject {
  const value = json[key];
  if (isObject(value)) return value;
  throw modelError(reader, `expected an object "${key}" in ${tasksFile}`, JSON.stringify(value));
}

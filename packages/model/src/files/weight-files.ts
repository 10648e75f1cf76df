import { isObject, type JsonObject } from './parse-json';
import { tasksFile, topologyFile } from './model-files';
import { modelError, type ModelReader } from './model-error';

/** A weight in the manifest of a saved model. */
export interface WeightSpec {
  readonly name: string;
  readonly shape: readonly number[];
}

/** Weights that lie one after the other in some files. */
export interface WeightGroup {
  readonly paths: readonly string[];
  readonly weights: readonly WeightSpec[];
}

/**
 * Returns the weight groups of a `model.json`.
 *
 * @throws {PolyheadError} INVALID_MODEL if a path is more than the name of a file, is listed twice, or a weight is not
 *   float32.
 */
export function weightGroups(reader: ModelReader, model: JsonObject): WeightGroup[] {
  const { weightsManifest } = model;
  if (!Array.isArray(weightsManifest))
    throw modelError(reader, 'expected a list "weightsManifest" in model.json', 'none', {
      hint: 'Is this a layers model of tfjs?',
    });
  const groups = weightsManifest.map((group: unknown) => {
    if (!isObject(group) || !Array.isArray(group.paths) || !Array.isArray(group.weights))
      throw modelError(reader, 'expected "paths" and "weights" in each group of "weightsManifest" in model.json');
    return {
      paths: group.paths.map((path) => checkPath(reader, path)),
      weights: group.weights.map((spec) => checkSpec(reader, spec)),
    };
  });
  const paths = groups.flatMap((group) => group.paths);
  if (new Set(paths).size < paths.length)
    throw modelError(reader, 'expected each weight file once in "weightsManifest" in model.json');
  return groups;
}

export function byteCount({ weights }: WeightGroup): number {
  return weights.reduce((sum, { shape }) => sum + 4 * elementCount(shape), 0);
}

export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}

function checkPath(reader: ModelReader, path: unknown): string {
  const plain =
    typeof path === 'string' &&
    /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/.test(path) &&
    path !== topologyFile &&
    path !== tasksFile;
  if (plain) return path;
  throw modelError(
    reader,
    'expected weight files to be named by a plain name such as "weights.bin"',
    JSON.stringify(path),
    { hint: "Paths that leave the model's folder are rejected." },
  );
}

function checkSpec(reader: ModelReader, spec: unknown): WeightSpec {
  if (!isObject(spec) || typeof spec.name !== 'string')
    throw modelError(reader, 'expected a "name" for each weight in model.json');
  const { name, shape, dtype } = spec;
  if (
    !Array.isArray(shape) ||
    !shape.every((side) => Number.isSafeInteger(side) && side >= 1) ||
    !Number.isSafeInteger(elementCount(shape))
  ) {
    throw modelError(
      reader,
      `expected the shape of weight "${name}" to be a list of whole numbers`,
      JSON.stringify(shape),
    );
  }
  if (dtype !== 'float32' || spec.quantization !== undefined)
    throw modelError(
      reader,
      `expected weight "${name}" to be float32 and not quantized`,
      JSON.stringify(spec.quantization ?? dtype),
      { hint: 'Save the model unquantized.' },
    );
  return { name, shape };
}

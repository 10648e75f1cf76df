import { assertObject, type ImageShape, type TaskMap, taskNames, invalidArgument, PolyheadError } from '@polyhead/core';
import { engine, tensor, tidy } from '@tensorflow/tfjs-core';
import { type LayersModel, models } from '@tensorflow/tfjs-layers';
import { namedWeights } from '../network/named-weights';
import { createNetwork, type Network } from '../network/network';
import { ensureBackend } from '../network/ensure-backend';
import { checkTopology } from './check-topology';
import { freezeModels } from './frozen-models';
import { type ModelFiles, topologyFile } from './model-files';
import { type JsonObject, parseJson } from './parse-json';
import { verifyChecksums, checkTasks, fileOf, readTasksJson } from './read-tasks-json';
import { withWeightLimit } from './with-weight-limit';
import { byteCount, elementCount, type WeightGroup, weightGroups } from './weight-files';

/** Options of {@link fromArtifacts}. */
export interface FromArtifactsOptions<Tasks extends TaskMap> {
  /**
   * The tasks that the network was trained with: gives the result their type, and takes the place of the saved ones.
   * Needed for tasks of a kind of your own.
   * Default: the tasks in the file.
   */
  readonly tasks?: Tasks;
}

const optionNames = { tasks: true } satisfies Record<keyof FromArtifactsOptions<TaskMap>, true>;

/**
 * The network that {@link toArtifacts} wrote, with the same weights to the last bit.
 *
 * Throws, and keeps nothing in memory, where a file is missing, has another SHA-256 sum, names weights outside of its
 * folder, has an unknown layer, a weight of the wrong size
 * or one that is not finite, and where outputs and tasks do not fit each other.
 *
 * @example
 * ```ts
 * import { faceTasks } from '@polyhead/core';
 * import { fromArtifacts } from '@polyhead/model';
 * const names = ['model.json', 'tasks.json', 'weights.bin'];
 * const fetchBytes = async (name: string) => new Uint8Array(await (await fetch(`models/faces/${name}`)).arrayBuffer());
 * const files = Object.fromEntries(await Promise.all(names.map(async (name) => [name, await fetchBytes(name)])));
 * const network = await fromArtifacts(files, { tasks: faceTasks() });
 * ```
 */
export async function fromArtifacts<Tasks extends TaskMap = TaskMap>(
  files: ModelFiles,
  options: FromArtifactsOptions<Tasks> = {},
): Promise<Network<Tasks>> {
  assertObject('fromArtifacts', files, { what: 'files by name', example: 'what toArtifacts returned' });
  assertObject('fromArtifacts', options, { optionKeys: optionNames, example: '{ tasks: faceTasks() }' });
  const description = readTasksJson(files);
  const tasks = checkTasks(description.tasks, options.tasks);
  await verifyChecksums(files, [topologyFile], description);
  const json = parseJson(topologyFile, fileOf(files, topologyFile));
  const groups = weightGroups(json);
  await verifyChecksums(
    files,
    groups.flatMap(({ paths }) => paths),
    description,
  );
  const weights = weightValues(files, groups);
  const topology = checkTopology(json);
  ensureBackend('fromArtifacts');
  const model = await build(topology, groups);
  try {
    checkFit(model, tasks, description.imageShape);
    setWeights(model, weights);
    freezeModels(model, topology);
  } catch (error) {
    model.dispose();
    throw error;
  }
  return createNetwork(model, tasks, description.imageShape, description.preprocessing);
}

/** Views of the weights by name. */
function weightValues(files: ModelFiles, groups: readonly WeightGroup[]): Map<string, Float32Array> {
  const values = new Map<string, Float32Array>();
  for (const group of groups) {
    const bytes = joined(group.paths.map((path) => fileOf(files, path)));
    if (bytes.byteLength !== byteCount(group)) {
      throw new PolyheadError(
        'CORRUPT_FILE',
        `fromArtifacts: expected ${byteCount(group)} bytes of weights in ${group.paths.join(', ')}, got ${bytes.byteLength}. model.json and weights are not of one model.`,
      );
    }
    let offset = 0;
    for (const { name, shape } of group.weights) {
      values.set(name, new Float32Array(bytes.buffer, offset, elementCount(shape)));
      offset += 4 * elementCount(shape);
    }
  }
  return values;
}

/** A copy, so that it begins at a multiple of 4 bytes. */
function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.byteLength;
  }
  return bytes;
}

/**
 * Frees what was made of a model that could not be finished: tfjs would keep it. Without weights to load,
 * `modelFromJSON` has done its work when it returns its promise.
 */
async function build(topology: JsonObject, groups: readonly WeightGroup[]): Promise<LayersModel> {
  const before = new Set(Object.values(engine().registeredVariables));
  const most = groups.reduce((sum, group) => sum + byteCount(group) / 4, 0);
  const model = withWeightLimit(most, () => models.modelFromJSON(topology as never));
  const made = Object.values(engine().registeredVariables).filter((variable) => !before.has(variable));
  try {
    return await model;
  } catch (error) {
    for (const variable of made) variable.dispose();
    throw new PolyheadError(
      'INVALID_MODEL',
      `fromArtifacts: tfjs cannot build the network in ${topologyFile}: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
}

function checkFit({ inputs, outputs, outputNames }: LayersModel, tasks: TaskMap, imageShape: ImageShape): void {
  const names = taskNames(tasks);
  const shapes = outputs.map(({ shape }) => shape);
  const wanted = names.map((name) => [null, tasks[name]?.units]);
  const expectedNames = names.map((name) => `${name}_output`);
  const fits = JSON.stringify([outputNames, shapes]) === JSON.stringify([expectedNames, wanted]);
  if (!fits) {
    const list = (layers: readonly string[], sizes: readonly unknown[]): string =>
      layers.map((layer, index) => `${layer} ${JSON.stringify(sizes[index])}`).join(', ');
    throw new PolyheadError(
      'INVALID_MODEL',
      `fromArtifacts: expected the outputs ${list(expectedNames, wanted)}, as the tasks say, got ${list(outputNames, shapes)}. model.json and tasks.json are not of one model.`,
    );
  }
  const [input, ...others] = inputs.map(({ shape }) => shape);
  if (others.length > 0 || JSON.stringify(input) !== JSON.stringify([null, ...imageShape])) {
    throw invalidArgument(
      'fromArtifacts',
      `expected one input [null, ${imageShape.join(', ')}], as tasks.json says`,
      JSON.stringify([input, ...others]),
    );
  }
  for (const [index, name] of names.entries())
    checkActivation(name, tasks[name]?.activation, outputs[index]?.sourceLayer.getConfig().activation);
}

function checkActivation(name: string, expected: string | undefined, got: unknown): void {
  if (expected === got) return;
  throw invalidArgument(
    'fromArtifacts',
    `expected output "${name}_output" to have the activation ${expected}, as its task says`,
    JSON.stringify(got),
  );
}

function setWeights(model: LayersModel, values: ReadonlyMap<string, Float32Array>): void {
  const named = namedWeights(model);
  if (values.size !== named.length)
    throw new PolyheadError(
      'INVALID_MODEL',
      `fromArtifacts: expected ${named.length} weights, got ${values.size}. model.json and weights are not of one model.`,
    );
  for (const { name, weight } of named) {
    const shape = weight.shape.map(Number);
    const data = values.get(name);
    if (data?.length !== elementCount(shape))
      throw invalidArgument(
        'fromArtifacts',
        `expected weight "${name}" to have ${elementCount(shape)} values [${shape.join(', ')}]`,
        data?.length ?? 'none',
      );
    if (!data.every(Number.isFinite))
      throw new PolyheadError(
        'INVALID_MODEL',
        `fromArtifacts: weight "${name}" has values that are not finite (NaN or infinite). Use an earlier version of the model.`,
      );
    tidy(() => void weight.write(tensor(data, shape, 'float32')));
  }
}

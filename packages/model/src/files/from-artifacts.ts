import { assertObject, errorMessage, type ImageShape, type TaskMap, taskNames, concatBytes } from '@polyhead/core';
import { engine, tensor, tidy } from '@tensorflow/tfjs-core';
import { type LayersModel, models } from '@tensorflow/tfjs-layers';
import { namedWeights } from '../network/named-weights';
import { createNetwork, type Network } from '../network/network';
import { ensureBackend } from '../network/ensure-backend';
import { checkTopology } from './check-topology';
import { freezeModels } from './frozen-models';
import { modelError, type ModelReader } from './model-error';
import { type ModelFiles, topologyFile } from './model-files';
import { type JsonObject, parseJson } from './parse-json';
import { getFile, readTasksJson, resolveTasks, verifyChecksums } from './read-tasks-json';
import { withWeightLimit } from './with-weight-limit';
import { byteCount, elementCount, type WeightGroup, weightGroups } from './weight-files';

/** Options of {@link fromArtifacts}. */
export interface FromArtifactsOptions<Tasks extends TaskMap> {
  /**
   * The tasks that the network was trained with: they give the result its type, and replace the saved ones. Needed
   * for custom kinds of tasks. Default: the tasks in the file.
   */
  readonly tasks?: Tasks;
}

const optionNames = { tasks: true } satisfies Record<keyof FromArtifactsOptions<TaskMap>, true>;

/**
 * Reads the network that {@link toArtifacts} wrote, with the same weights to the last bit. Keeps nothing in memory if
 * it throws.
 *
 * @param files - The files of the model by name: `model.json`, `tasks.json` and the weights.
 * @param options - The tasks, for typed predictions.
 * @returns The network.
 * @throws {PolyheadError} INVALID_MODEL if a file is missing or is not what polyhead writes: weights outside of the
 *   folder, an unknown layer, a weight that is not finite, outputs that do not fit the tasks.
 * @throws {PolyheadError} CORRUPT_FILE if a size or SHA-256 sum differs.
 * @throws {PolyheadError} DATA_MISMATCH if `tasks` are not those of the model.
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
  return readModel({ where: 'fromArtifacts' }, files, options.tasks);
}

/** Reads a network from checked arguments; errors name the reader. */
export async function readModel<Tasks extends TaskMap>(
  reader: ModelReader,
  files: ModelFiles,
  wantedTasks: Tasks | undefined,
): Promise<Network<Tasks>> {
  const description = readTasksJson(reader, files);
  const tasks = resolveTasks(reader, description.tasks, wantedTasks);
  await verifyChecksums(reader, files, [topologyFile], description);
  const json = parseJson(reader, topologyFile, getFile(reader, files, topologyFile));
  const groups = weightGroups(reader, json);
  await verifyChecksums(
    reader,
    files,
    groups.flatMap(({ paths }) => paths),
    description,
  );
  const weights = weightValues(reader, files, groups);
  const topology = checkTopology(reader, json);
  ensureBackend(reader.where);
  const model = await build(reader, topology, groups);
  try {
    checkFit(reader, model, tasks, description.imageShape);
    setWeights(reader, model, weights);
    freezeModels(model, topology);
  } catch (error) {
    model.dispose();
    throw error;
  }
  return createNetwork(model, tasks, description.imageShape, description.preprocessing);
}

/** Returns views of the weights by name. */
function weightValues(
  reader: ModelReader,
  files: ModelFiles,
  groups: readonly WeightGroup[],
): Map<string, Float32Array> {
  const values = new Map<string, Float32Array>();
  for (const group of groups) {
    const bytes = concatBytes(group.paths.map((path) => getFile(reader, files, path)));
    if (bytes.byteLength !== byteCount(group)) {
      throw modelError(
        reader,
        `expected ${byteCount(group)} bytes of weights in ${group.paths.join(', ')}`,
        bytes.byteLength,
        { hint: 'model.json and the weights belong to different models.' },
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

/**
 * Builds the model, and frees the variables of a model that could not be finished, which tfjs would keep. Without
 * weights to load, `modelFromJSON` has created all variables when it returns its promise.
 */
async function build(reader: ModelReader, topology: JsonObject, groups: readonly WeightGroup[]): Promise<LayersModel> {
  const before = new Set(Object.values(engine().registeredVariables));
  const most = groups.reduce((sum, group) => sum + byteCount(group) / 4, 0);
  const model = withWeightLimit(most, () => models.modelFromJSON(topology as never));
  const made = Object.values(engine().registeredVariables).filter((variable) => !before.has(variable));
  try {
    return await model;
  } catch (error) {
    for (const variable of made) variable.dispose();
    throw modelError(reader, `tfjs cannot build the network in ${topologyFile}: ${errorMessage(error)}`, undefined, {
      cause: error,
    });
  }
}

function checkFit(
  reader: ModelReader,
  { inputs, outputs, outputNames }: LayersModel,
  tasks: TaskMap,
  imageShape: ImageShape,
): void {
  const names = taskNames(tasks);
  const shapes = outputs.map(({ shape }) => shape);
  const wanted = names.map((name) => [null, tasks[name]?.units]);
  const expectedNames = names.map((name) => `${name}_output`);
  const fits = JSON.stringify([outputNames, shapes]) === JSON.stringify([expectedNames, wanted]);
  if (!fits) {
    const list = (layers: readonly string[], sizes: readonly unknown[]): string =>
      layers.map((layer, index) => `${layer} ${JSON.stringify(sizes[index])}`).join(', ');
    throw modelError(
      reader,
      `expected the outputs ${list(expectedNames, wanted)}, as the tasks say`,
      list(outputNames, shapes),
      { hint: 'model.json and tasks.json belong to different models.' },
    );
  }
  const [input, ...others] = inputs.map(({ shape }) => shape);
  if (others.length > 0 || JSON.stringify(input) !== JSON.stringify([null, ...imageShape])) {
    throw modelError(
      reader,
      `expected one input [null, ${imageShape.join(', ')}], as tasks.json says`,
      JSON.stringify([input, ...others]),
    );
  }
  for (const [index, name] of names.entries())
    checkActivation(reader, name, tasks[name]?.activation, outputs[index]?.sourceLayer.getConfig().activation);
}

function checkActivation(reader: ModelReader, name: string, expected: string | undefined, got: unknown): void {
  if (expected === got) return;
  throw modelError(
    reader,
    `expected output "${name}_output" to have the activation ${expected}, as its task says`,
    JSON.stringify(got),
  );
}

function setWeights(reader: ModelReader, model: LayersModel, values: ReadonlyMap<string, Float32Array>): void {
  const named = namedWeights(model);
  if (values.size !== named.length)
    throw modelError(reader, `expected ${named.length} weights`, values.size, {
      hint: 'model.json and the weights belong to different models.',
    });
  for (const { name, weight } of named) {
    const shape = weight.shape.map(Number);
    const data = values.get(name);
    if (data?.length !== elementCount(shape))
      throw modelError(
        reader,
        `expected weight "${name}" to have ${elementCount(shape)} values [${shape.join(', ')}]`,
        data?.length ?? 'none',
      );
    if (!data.every(Number.isFinite))
      throw modelError(reader, `weight "${name}" has values that are not finite (NaN or infinite)`, undefined, {
        hint: 'Use an earlier version of the model.',
      });
    tidy(() => void weight.write(tensor(data, shape, 'float32')));
  }
}

import {
  PolyheadError,
  type ImageShape,
  type ImagePreprocessing,
  type TaskMap,
  type TaskSpec,
  concatBytes,
} from '@polyhead/core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { assertNetwork } from '../network/assert-network';
import { type NamedWeight, namedWeights } from '../network/named-weights';
import type { Network } from '../network/network';
import { noteFrozenModels } from './frozen-models';
import { format, formatVersion, type ModelFiles, tasksFile, topologyFile, weightsFile } from './model-files';
import { checkReadable } from './check-readable';
import { sha256 } from './sha256';
import { version } from './version';

/** What `tasks.json` says. */
export interface TasksJson {
  /** Always `polyhead-model`. */
  readonly format: string;
  /** Version of the format. */
  readonly formatVersion: number;
  /** Version of this package that wrote it. */
  readonly polyhead: string;
  /** Shape of the images that go in. */
  readonly imageShape: ImageShape;
  /**
   * How files became images in training. Absent where nobody knew, and in models that were saved before it was noted.
   */
  readonly preprocessing?: ImagePreprocessing;
  /** The tasks, in the order of the outputs. */
  readonly tasks: Readonly<Record<string, TaskSpec>>;
  /** Size and SHA-256 of each other file. */
  readonly files: Readonly<Record<string, { readonly bytes: number; readonly sha256: string }>>;
}

/**
 * Converts a network to files in memory: `model.json` and `weights.bin`, which stock tfjs loads too, and `tasks.json`
 * with tasks, image shape and SHA-256 checksums.
 *
 * Weights keep every bit. {@link fromArtifacts} reads the files; `saveModel` of `@polyhead/model/node` writes them into
 * a folder.
 *
 * @param network - The network to convert; it stays unchanged.
 * @returns The bytes of each file by its name.
 * @throws {PolyheadError} INVALID_ARGUMENT if the argument is not a network; DISPOSED if it was disposed of;
 * INVALID_MODEL if a weight is not finite, or the network is too large or too deep to be loaded again.
 *
 * @example
 * ```ts
 * import { faceTasks } from '@polyhead/core';
 * import { buildFaceNet, fromArtifacts, toArtifacts } from '@polyhead/model';
 * const files = await toArtifacts(buildFaceNet({ tasks: faceTasks() }));
 * const same = await fromArtifacts(files, { tasks: faceTasks() });
 * ```
 */
export async function toArtifacts<Tasks extends TaskMap>(network: Network<Tasks>): Promise<ModelFiles> {
  assertNetwork('toArtifacts', network);
  const { model, tasks, imageShape, preprocessing } = network;
  const named = namedWeights(model);
  const weights = await concatenate(named);
  const files = { [topologyFile]: toBytes(topologyJson(model, named)), [weightsFile]: weights };
  const sums: Record<string, TasksJson['files'][string]> = {};
  for (const [name, bytes] of Object.entries(files))
    sums[name] = { bytes: bytes.byteLength, sha256: await sha256(bytes) };
  const specs = Object.fromEntries(Object.entries(tasks).map(([name, task]) => [name, task.toJSON()]));
  const description: TasksJson = {
    format,
    formatVersion,
    polyhead: version,
    imageShape,
    ...(preprocessing && { preprocessing }),
    tasks: specs,
    files: sums,
  };
  const all = { ...files, [tasksFile]: toBytes(description) };
  checkReadable(all);
  return all;
}

function topologyJson(model: LayersModel, named: readonly NamedWeight[]): unknown {
  const weights = named.map(({ name, weight: { shape } }) => ({ name, shape, dtype: 'float32' }));
  const modelTopology: unknown = model.toJSON(null, false);
  noteFrozenModels(model, modelTopology);
  return {
    format: 'layers-model',
    generatedBy: `polyhead ${version}`,
    convertedBy: null,
    modelTopology,
    weightsManifest: [{ paths: [weightsFile], weights }],
  };
}

/** The values of all weights as little-endian float32, one after the other. */
async function concatenate(weights: readonly NamedWeight[]): Promise<Uint8Array> {
  const values = await Promise.all(weights.map(({ weight }) => weight.read().data()));
  for (const [index, part] of values.entries()) {
    if (!part.every(Number.isFinite))
      throw new PolyheadError(
        'INVALID_MODEL',
        `toArtifacts: weight "${weights[index]?.name}" has values that are not finite (NaN or infinite). Save the network as it was before training went wrong.`,
      );
  }
  return concatBytes(values);
}

function toBytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value, undefined, 1)}\n`);
}

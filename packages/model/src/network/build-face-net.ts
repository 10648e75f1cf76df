import { assertObject, assertOneOf, formatValue, invalidArgument, type TaskMap, taskNames } from '@polyhead/core';
import { buildNetworkFor, type BuildNetworkOptions } from './build-network';
import { type Branch, branch } from './branch';
import { imageLimit } from '../blocks/checks';
import { convBlock } from '../blocks/conv-block';
import { denseBlock } from '../blocks/dense-block';
import { flatten } from '../blocks/flatten';
import { globalAveragePool } from '../blocks/global-average-pool';
import type { Network } from './network';
import { residualBlock } from '../blocks/residual-block';
import { noTrunk, sharedTrunk, type Trunk } from './trunk';

/** A layout of {@link buildFaceNet}: that of the article, a small one with a shared trunk, or a residual network. */
export type FaceNetPreset = 'baseline' | 'small' | 'residual';

/** Options of {@link buildFaceNet}. */
export interface BuildFaceNetOptions<Tasks extends TaskMap> {
  /** The tasks, one for each output; those of the article are `faceTasks()`. */
  readonly tasks: Tasks;
  /**
   * `baseline` for the network of the article, `small` for one that trains in minutes without native TensorFlow,
   * `residual` for good results within an hour. Default `baseline`.
   */
  readonly preset?: FaceNetPreset;
  /** Height and width of the images, in pixels. Default 198 for `baseline`, 64 for `small`, 80 for `residual`. */
  readonly imageSize?: number;
  /** Seed of the initial weights, a whole number. Default 0. */
  readonly seed?: number;
  /** Name of the model. Default `face_net`. */
  readonly name?: string;
}

/** Largest side of an RGB image that a network takes. */
const largestSize = Math.floor(Math.sqrt(imageLimit / 3));

const optionNames = { tasks: true, preset: true, imageSize: true, seed: true, name: true } satisfies Record<
  keyof BuildFaceNetOptions<TaskMap>,
  true
>;

/** Layout of a preset. */
interface PresetConfig {
  readonly imageSize: number;
  readonly trunk: Trunk;
  readonly branch: () => Branch;
}

/**
 * Batch normalization of the preset `small`, for runs of a few hundred steps: with Keras' momentum of 0.99 the moving
 * averages would lag far behind.
 */
const shortRun = { momentum: 0.9 };
/** Batch normalization of the preset `residual`, for runs of some ten thousand steps. */
const longRun = { momentum: 0.98 };

const layouts: Readonly<Record<FaceNetPreset, PresetConfig>> = {
  baseline: {
    imageSize: 198,
    trunk: noTrunk(),
    branch: () =>
      branch([
        convBlock(16, { pool: 3, dropout: 0.25 }),
        convBlock(32, { dropout: 0.25 }),
        convBlock(32, { dropout: 0.25 }),
        flatten(),
        denseBlock(128, { dropout: 0.5 }),
      ]),
  },
  small: {
    imageSize: 64,
    trunk: sharedTrunk([16, 32, 64, 64].map((filters) => convBlock(filters, shortRun))),
    branch: () => branch([flatten(), denseBlock(64, { ...shortRun, dropout: 0.25 })]),
  },
  residual: {
    imageSize: 80,
    trunk: sharedTrunk([
      convBlock(32, { ...longRun, strides: 2, useBias: false }),
      ...[48, 96, 192].flatMap((filters, stage) => [
        residualBlock(filters, { ...longRun, strides: stage === 0 ? 1 : 2, stochasticDepth: stage * 0.02 }),
        residualBlock(filters, { ...longRun, stochasticDepth: stage * 0.02 + 0.01 }),
      ]),
    ]),
    branch: () => branch([globalAveragePool()]),
  },
};

/**
 * Builds a network for images of faces, or for any other tasks; each task gets a branch and an output.
 *
 * `baseline` is the network of "Building a multi-output Convolutional Neural Network with Keras" (2020): for each task
 * three convolutions and a dense layer, no shared layers. With `faceTasks()` at 198 pixels it has 3,192,648 parameters,
 * 3,191,400 of them trainable. `small` shares four small convolutions between the tasks. `residual` shares six residual
 * blocks (He et al., 2016) with stochastic depth (Huang et al., 2016), 1.6 million parameters, and ends each branch in
 * global average pooling.
 *
 * @param options - Tasks, preset, image size and seed.
 * @returns The network.
 * @throws {PolyheadError} INVALID_ARGUMENT if an option is invalid.
 * @throws {PolyheadError} INVALID_NETWORK if the images are smaller than the pools allow: 12 pixels for `baseline`, 16
 *   for `small`, 3 for `residual`.
 *
 * @example
 * ```ts
 * import { faceTasks } from '@polyhead/core';
 * import { buildFaceNet } from '@polyhead/model';
 * const network = buildFaceNet({ tasks: faceTasks(), seed: 7 });
 * ```
 */
export function buildFaceNet<Tasks extends TaskMap>(options: BuildFaceNetOptions<Tasks>): Network<Tasks> {
  assertObject('buildFaceNet', options, {
    optionKeys: optionNames,
    requiredKeys: ['tasks'],
    example: '{ tasks: faceTasks() }',
  });
  const { tasks, preset = 'baseline', seed = 0, name = 'face_net' } = options;
  assertOneOf('buildFaceNet', 'preset', preset, Object.keys(layouts));
  const layout = layouts[preset];
  const { imageSize = layout.imageSize } = options;
  if (!(Number.isInteger(imageSize) && imageSize >= 1 && imageSize <= largestSize)) {
    throw invalidArgument(
      'buildFaceNet',
      `"imageSize" must be a whole number of pixels from 1 to ${largestSize}`,
      formatValue(imageSize),
      `Pass e.g. ${layout.imageSize}.`,
    );
  }
  const branches = Object.fromEntries(
    taskNames(tasks).map((task) => [task, layout.branch()]),
  ) as BuildNetworkOptions<Tasks>['branches'];
  const imageShape = [imageSize, imageSize, 3] as const;
  return buildNetworkFor('buildFaceNet', { name, tasks, imageShape, trunk: layout.trunk, branches, seed });
}

import {
  formatValue,
  assertObject,
  type TaskMap,
  taskNames,
  invalidArgument,
  PolyheadError,
  assertOneOf,
} from '@polyhead/core';
import { buildNetwork, type BuildNetworkOptions } from './build-network';
import { type Branch, branch } from './branch';
import { imageLimit } from '../blocks/checks';
import { convBlock } from '../blocks/conv-block';
import { denseBlock } from '../blocks/dense-block';
import { flatten } from '../blocks/flatten';
import { globalAveragePool } from '../blocks/global-average-pool';
import type { Network } from './network';
import { residualBlock } from '../blocks/residual-block';
import { noTrunk, sharedTrunk, type Trunk } from './trunk';

/**
 * Layouts that {@link buildFaceNet} knows: the article's, a small one with a shared trunk, and a residual network (what
 * each scores is in docs/recipe.md).
 */
export type FaceNetPreset = 'baseline' | 'small' | 'residual';

/** Options of {@link buildFaceNet}. */
export interface BuildFaceNetOptions<Tasks extends TaskMap> {
  /** What each output means; the article's are `faceTasks()`. */
  readonly tasks: Tasks;
  /**
   * `article` for the network of the article, `fast` for one that trains in minutes without native TensorFlow, `strong`
   * for good results within an hour. Default `article`.
   */
  readonly preset?: FaceNetPreset;
  /** Height and width of the images, in pixels. Default 198 for `article`, 64 for `fast`, 80 for `strong`. */
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

/** What a preset decides. */
interface PresetConfig {
  readonly imageSize: number;
  readonly trunk: Trunk;
  readonly branch: () => Branch;
}

/**
 * The fast preset is for runs of a few hundred steps, in which Keras' momentum of 0.99 lets predictions lag far behind.
 */
const short = { momentum: 0.9 };
/** The strong one's, of some ten thousand. */
const longer = { momentum: 0.98 };

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
    trunk: sharedTrunk([16, 32, 64, 64].map((filters) => convBlock(filters, short))),
    branch: () => branch([flatten(), denseBlock(64, { ...short, dropout: 0.25 })]),
  },
  residual: {
    imageSize: 80,
    trunk: sharedTrunk([
      convBlock(32, { ...longer, strides: 2, useBias: false }),
      ...[48, 96, 192].flatMap((filters, stage) => [
        residualBlock(filters, { ...longer, strides: stage === 0 ? 1 : 2, stochasticDepth: stage * 0.02 }),
        residualBlock(filters, { ...longer, stochasticDepth: stage * 0.02 + 0.01 }),
      ]),
    ]),
    branch: () => branch([globalAveragePool()]),
  },
};

/**
 * The article's `face_net`: for each task three convolutions and a dense layer on the image itself, nothing shared.
 * With `faceTasks()` at 198 pixels it has 3,192,648 parameters, 3,191,400 of them trainable.
 *
 * `preset: 'small'` shares four small convolutions between the tasks; `preset: 'residual'` shares six residual blocks (He
 * et al., 2016) with stochastic depth (Huang et al., 2016), 1.6 million parameters, and ends each branch in
 * global average pooling. Any tasks will do; each gets a branch and an output.
 * Throws if images are smaller than the pools allow: 12 pixels for `article`, 16 for `fast`, 3 for `strong`.
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
  try {
    return buildNetwork({ name, tasks, imageShape: [imageSize, imageSize, 3], trunk: layout.trunk, branches, seed });
  } catch (error) {
    throw new PolyheadError(
      'INVALID_NETWORK',
      error instanceof Error ? error.message.replace(/^buildNetwork: /, 'buildFaceNet: ') : String(error),
      { cause: error },
    );
  }
}

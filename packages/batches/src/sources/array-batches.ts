import {
  type Batch,
  type BatchSource,
  formatValue,
  assertBytes,
  assertObject,
  type ImageShape,
  type LabelsOf,
  type TaskMap,
  type TaskName,
  invalidArgument,
  assertWholeNumber,
  randomStream,
} from '@polyhead/core';
import { augmentTo } from '../augment/augment-image';
import { type BatchOptions, batchOptionNames } from './batch-options';
import { checkWeights, resolveAugmentation, type ResolvedAugmentation } from '../augment/resolve-augmentation';
import { createEpochPlan, type EpochPlan } from './epoch-plan';
import { mixImages, type MixPlan, planMix } from '../augment/mix';
import { augmentDomain } from '../augment/random-domains';
import { sourceFingerprint, trainingOnlyOptions } from './source-fingerprint';
import { batchLabels, checkValues, type LabelValues, readLabels } from './label-table';

/** Images and labels in memory, for {@link arrayBatches}. Pass labels either as `labels` or as `values`. */
export interface ArrayData<Tasks extends TaskMap> {
  /** Pixels 0 to 255, [images, height, width, channels] row by row. */
  readonly images: Uint8Array | Uint8ClampedArray;
  /** Height, width and channels of every image. */
  readonly shape: ImageShape;
  /** A label for every task, one object per image. Default: `values`. */
  readonly labels?: readonly LabelsOf<Tasks>[];
  /** Labels as numbers by task, one per image: quantities, or class indices. Default: `labels`. */
  readonly values?: Readonly<Record<TaskName<Tasks>, ArrayLike<number>>>;
}

/** Options of {@link arrayBatches}. */
export interface ArrayBatchesOptions<Tasks extends TaskMap> extends BatchOptions<Tasks> {
  /**
   * How often an image occurs, relative to the others, one number per image; see the option of `imageBatches`. Default:
   * every image once.
   */
  readonly weights?: ArrayLike<number>;
}

const optionNames = { ...batchOptionNames, weights: true } satisfies Record<
  keyof ArrayBatchesOptions<TaskMap>,
  true | 'boolean'
>;

/**
 * Creates a source of batches from images that are in memory, for browsers, tests and data sets of arrays.
 *
 * @param data - Pixels, their shape, and labels; see {@link ArrayData}.
 * @param options - Tasks, batch size, order, augmentation and more; see {@link ArrayBatchesOptions}.
 * @returns A source whose order follows from the seed and the epoch alone.
 * @throws {PolyheadError} `INVALID_ARGUMENT` if the pixels are not bytes, sizes do not match, or an option is wrong;
 *   `INVALID_LABEL` if a label is not one of its task.
 *
 * @example
 * ```ts
 * import { arrayBatches } from '@polyhead/batches';
 * import { classification } from '@polyhead/core';
 * const tasks = { digit: classification(['zero', 'one']) };
 * const data = { images: new Uint8Array(2 * 28 * 28), shape: [28, 28, 1], values: { digit: [0, 1] } } as const;
 * const source = arrayBatches(data, { tasks });
 * for await (const batch of source.batches(0)) console.log(batch.size, batch.targets.digit);
 * ```
 */
export function arrayBatches<const Tasks extends TaskMap>(
  data: ArrayData<NoInfer<Tasks>>,
  options: ArrayBatchesOptions<Tasks>,
): BatchSource<Tasks> {
  assertObject('arrayBatches', data, {
    what: 'images',
    requiredKeys: ['images', 'shape'],
    example: '{ images, shape: [28, 28, 1], values }',
  });
  assertObject('arrayBatches', options, {
    optionKeys: optionNames,
    requiredKeys: ['tasks'],
    example: "{ tasks: { digit: classification(['zero', 'one']) } }",
  });
  const { tasks } = options;
  const images = assertImages(data);
  const table = readTable(data, tasks, images.size);
  const weights = readWeights(images.size, options);
  const plan = createEpochPlan('arrayBatches', images.size, options, weights);
  const changes = resolveAugmentation('arrayBatches', options);
  const [, , channels] = images.shape;
  if (changes.augment !== undefined && channels !== 3)
    throw invalidArgument('arrayBatches', '"shape" must have 3 channels for "augment"', channels);
  async function* batches(epoch: number, startBatch = 0): AsyncGenerator<Batch<TaskName<Tasks>>> {
    assertWholeNumber('arrayBatches.batches', 'startBatch', startBatch, 0);
    for (let batch = startBatch; batch < plan.length; batch++) {
      const rows = plan.batch(epoch, batch);
      const { pixels, mixings } = makePixels(images, plan, changes, { epoch, batch, rows });
      yield { ...batchLabels(tasks, table, rows, mixings), batchIndex: batch, images: pixels };
    }
  }
  return {
    size: images.size,
    batchSize: plan.batchSize,
    length: plan.length,
    imageShape: images.shape,
    tasks,
    batches,
    fingerprint: () =>
      sourceFingerprint({
        images: { pixels: images.pixels },
        size: images.size,
        table,
        plan,
        options,
        weights,
        settings: { shape: images.shape.join(' x ') },
      }),
    trainingOnly: trainingOnlyOptions(options, weights),
  };
}

/** All images of a source, with their number and the bytes of each. */
interface Images {
  readonly pixels: Uint8Array;
  readonly shape: ImageShape;
  readonly size: number;
  readonly imageBytes: number;
}

function assertImages({ images, shape }: ArrayData<TaskMap>): Images {
  const pixels = assertBytes('arrayBatches', images, { what: '"images"' });
  if (!(Array.isArray(shape) && shape.length === 3))
    throw invalidArgument(
      'arrayBatches',
      '"shape" must be [height, width, channels]',
      formatValue(shape),
      'Pass e.g. [28, 28, 1].',
    );
  const imageBytes = shape.reduce((product, size) => product * assertWholeNumber('arrayBatches', 'shape', size, 1), 1);
  const size = pixels.length / imageBytes;
  if (!Number.isInteger(size))
    throw invalidArgument(
      'arrayBatches',
      `"images" must hold whole images of ${shape.join(' x ')}`,
      `${pixels.length} numbers`,
    );
  return { pixels, shape, size, imageBytes };
}

/** Copies the images of a batch, augmented and mixed. */
function makePixels(
  { pixels, shape: [height, width, channels], imageBytes }: Images,
  { seed, batchSize }: EpochPlan,
  { augment, mix }: ResolvedAugmentation,
  { epoch, batch, rows }: { epoch: number; batch: number; rows: Uint32Array },
): { pixels: Uint8Array; mixings: MixPlan[] | undefined } {
  const output = new Uint8Array(rows.length * imageBytes);
  rows.forEach((row, position) => {
    const data = pixels.subarray(row * imageBytes, (row + 1) * imageBytes);
    const target = output.subarray(position * imageBytes, (position + 1) * imageBytes);
    if (augment === undefined) return target.set(data);
    const random = randomStream(seed, epoch, batch * batchSize + position, augmentDomain);
    augmentTo(target, { width, height, data }, augment, random);
  });
  const mixings = mix === undefined ? undefined : planMix(mix, { seed, epoch, batch }, rows.length, height, width);
  if (mixings !== undefined) mixImages(output, mixings, width * channels, channels);
  return { pixels: output, mixings };
}

function readWeights(size: number, { weights }: ArrayBatchesOptions<TaskMap>): Float64Array | undefined {
  return checkWeights('arrayBatches', size, weights === undefined ? undefined : (index) => weights[index] as number);
}

function readTable<Tasks extends TaskMap>(
  { labels, values }: ArrayData<Tasks>,
  tasks: Tasks,
  size: number,
): LabelValues<TaskName<Tasks>> {
  if ((labels === undefined) === (values === undefined))
    throw invalidArgument('arrayBatches', 'expected either "labels" or "values"', 'both or neither');
  if (values !== undefined) return checkValues('arrayBatches', tasks, size, values);
  if (labels?.length !== size)
    throw invalidArgument('arrayBatches', `expected ${size} labels, one an image`, formatValue(labels?.length));
  return readLabels(
    'arrayBatches',
    tasks,
    size,
    (name, index) => labels[index]?.[name],
    (index) => `image ${index}`,
  );
}

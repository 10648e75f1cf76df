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
  PolyheadError,
} from '@polyhead/core';
import { augmentInto } from '../augment/augment-image';
import { type BatchOptions, batchOptionNames } from './batch-options';
import { validateAugmentation, checkWeights } from '../augment/validate-augmentation';
import { assertWholeNumber } from '../decode/assert-image';
import { createEpochPlan } from './epoch-plan';
import { mixImages, planMix } from '../augment/mix';
import { augmentDomain, randomStream } from '../augment/random-stream';
import { sourceFingerprint, trainingOnlyOptions } from './source-fingerprint';
import { batchLabels, checkValues, type LabelValues, readLabels } from './label-table';

/** Images and labels in memory, for {@link arrayBatches}. Labels come as `labels` or as `values`. */
export interface ArrayData<Tasks extends TaskMap> {
  /** Pixels 0 to 255, [images, height, width, channels] row by row. */
  readonly images: Uint8Array | Uint8ClampedArray;
  /** Height, width and channels of every image. */
  readonly shape: ImageShape;
  /** A label for every task, one object an image. Default: taken from `values`. */
  readonly labels?: readonly LabelsOf<Tasks>[];
  /** Labels as numbers by task, one an image: quantities, or class indices. Default: taken from `labels`. */
  readonly values?: Readonly<Record<TaskName<Tasks>, ArrayLike<number>>>;
}

/** Options of {@link arrayBatches}. */
export interface ArrayBatchesOptions<Tasks extends TaskMap> extends BatchOptions<Tasks> {
  /**
   * How often an image comes, relative to the others, one number each; see the option of `imageBatches`. Default:
   * every image once.
   */
  readonly weights?: ArrayLike<number>;
}

const optionNames = { ...batchOptionNames, weights: true } satisfies Record<
  keyof ArrayBatchesOptions<TaskMap>,
  true | 'boolean'
>;

/**
 * Batches of images that are in memory already, for browsers, tests and data sets that come as arrays.
 *
 * Throws if the pixels are not bytes, sizes do not fit together, or a label is none of its task's.
 *
 * @example
 * ```ts
 * import { arrayBatches } from '@polyhead/batches';
 * import { classification } from '@polyhead/core';
 * const tasks = { digit: classification(['zero', 'one']) };
 * const source = arrayBatches({ images: new Uint8Array(2 * 28 * 28), shape: [28, 28, 1], values: { digit: [0, 1] } }, { tasks });
 * for await (const batch of source.batches(0)) console.log(batch.size, batch.targets.digit);
 * ```
 */
export function arrayBatches<const Tasks extends TaskMap>(
  data: ArrayData<NoInfer<Tasks>>,
  options: ArrayBatchesOptions<Tasks>,
): BatchSource<Tasks> {
  assertObject('arrayBatches', data, {
    what: 'images',
    members: ['images', 'shape'],
    example: '{ images, shape: [28, 28, 1], values }',
  });
  assertObject('arrayBatches', options, {
    names: optionNames,
    members: ['tasks'],
    example: "{ tasks: { digit: classification(['zero', 'one']) } }",
  });
  const { shape } = data;
  const { tasks } = options;
  const images = assertBytes('arrayBatches', data.images, { what: '"images"' });
  if (!(Array.isArray(shape) && shape.length === 3))
    throw invalidArgument(
      'arrayBatches',
      '"shape" must be [height, width, channels]',
      formatValue(shape),
      'Pass e.g. [28, 28, 1].',
    );
  const pixels = shape.reduce((product, size) => product * assertWholeNumber('arrayBatches', 'shape', size, 1), 1);
  const size = images.length / pixels;
  if (!Number.isInteger(size))
    throw invalidArgument(
      'arrayBatches',
      `"images" must hold whole images of ${shape.join(' x ')}`,
      `${images.length} numbers`,
    );
  const table = readTable(data, tasks, size);
  const { weights: given } = options;
  const weights = checkWeights(
    'arrayBatches',
    size,
    given === undefined ? undefined : (index) => given[index] as number,
  );
  const plan = createEpochPlan('arrayBatches', size, options, weights);
  const { augment, mix } = validateAugmentation('arrayBatches', options);
  const [height, width, channels] = shape;
  if (augment !== undefined && channels !== 3)
    throw new PolyheadError(
      'INVALID_ARGUMENT',
      `arrayBatches: "augment" is for images of 3 channels, got ${channels}.`,
    );
  const copy = (row: number, output: Uint8Array, epoch: number, place: number): void => {
    const image = images.subarray(row * pixels, (row + 1) * pixels);
    if (augment === undefined) output.set(image);
    else
      augmentInto(
        output,
        { width, height, data: image },
        augment,
        randomStream(plan.seed, epoch, place, augmentDomain),
      );
  };
  async function* batches(epoch: number, from = 0): AsyncGenerator<Batch<TaskName<Tasks>>> {
    assertWholeNumber('arrayBatches.batches', 'from', from, 0);
    for (let batch = from; batch < plan.length; batch++) {
      const rows = plan.batch(epoch, batch);
      const picked = new Uint8Array(rows.length * pixels);
      rows.forEach((row, position) =>
        copy(
          row,
          picked.subarray(position * pixels, (position + 1) * pixels),
          epoch,
          batch * plan.batchSize + position,
        ),
      );
      const mixings =
        mix === undefined ? undefined : planMix(mix, { seed: plan.seed, epoch, batch }, rows.length, height, width);
      if (mixings !== undefined) mixImages(picked, mixings, width * channels, channels);
      yield { ...batchLabels(tasks, table, rows, mixings), batchIndex: batch, images: picked };
    }
  }
  const fingerprint: BatchSource['fingerprint'] = () =>
    sourceFingerprint({
      images: { pixels: images },
      size,
      table,
      plan,
      options,
      weights,
      settings: { shape: shape.join(' x ') },
    });
  return {
    size,
    batchSize: plan.batchSize,
    length: plan.length,
    imageShape: shape,
    tasks,
    batches,
    fingerprint,
    trainingOnly: trainingOnlyOptions(options, weights),
  };
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

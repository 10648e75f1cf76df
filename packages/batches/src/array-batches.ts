import {
  type Batch,
  type BatchSource,
  describeValue,
  expectBytes,
  expectObject,
  type ImageShape,
  type LabelsOf,
  type TaskMap,
  type TaskName,
} from '@polyhead/tasks';
import { augmentInto } from './augment-image';
import { type BatchOptions, batchOptionNames } from './batch-options';
import { checkChanges, checkWeights } from './check-changes';
import { checkWhole } from './checks';
import { epochPlan } from './epoch-plan';
import { mixImages, planMixing } from './mix';
import { augmentKey, randomStream } from './random-stream';
import { sourceFingerprint, trainingOnlyOptions } from './source-fingerprint';
import { batchLabels, checkValues, type LabelValues, readLabels } from './label-table';

/** Pictures and labels in memory, for {@link arrayBatches}. Labels come as `labels` or as `values`. */
export interface ArrayData<Tasks extends TaskMap> {
  /** Pixels 0 to 255, [pictures, height, width, channels] row by row. */
  readonly images: Uint8Array | Uint8ClampedArray;
  /** Height, width and channels of every picture. */
  readonly shape: ImageShape;
  /** A label for every task, one object a picture. Default: taken from `values`. */
  readonly labels?: readonly LabelsOf<Tasks>[];
  /** Labels as numbers by task, one a picture: quantities, or class indices. Default: taken from `labels`. */
  readonly values?: Readonly<Record<TaskName<Tasks>, ArrayLike<number>>>;
}

/** Options of {@link arrayBatches}. */
export interface ArrayBatchesOptions<Tasks extends TaskMap> extends BatchOptions<Tasks> {
  /**
   * How often a picture comes, relative to the others, one number each; see the option of `imageBatches`. Default:
   * every picture once.
   */
  readonly weights?: ArrayLike<number>;
}

const optionNames = { ...batchOptionNames, weights: true } satisfies Record<
  keyof ArrayBatchesOptions<TaskMap>,
  true | 'boolean'
>;

/**
 * Batches of pictures that are in memory already, for browsers, tests and data sets that come as arrays.
 *
 * Throws if the pixels are not bytes, sizes do not fit together, or a label is none of its task's.
 *
 * @example
 * ```ts
 * import { arrayBatches } from '@polyhead/batches';
 * import { classification } from '@polyhead/tasks';
 * const tasks = { digit: classification(['zero', 'one']) };
 * const source = arrayBatches({ images: new Uint8Array(2 * 28 * 28), shape: [28, 28, 1], values: { digit: [0, 1] } }, { tasks });
 * for await (const batch of source.batches(0)) console.log(batch.size, batch.targets.digit);
 * ```
 */
export function arrayBatches<const Tasks extends TaskMap>(
  data: ArrayData<NoInfer<Tasks>>,
  options: ArrayBatchesOptions<Tasks>,
): BatchSource<Tasks> {
  expectObject('arrayBatches', data, {
    what: 'pictures',
    members: ['images', 'shape'],
    example: '{ images, shape: [28, 28, 1], values }',
  });
  expectObject('arrayBatches', options, {
    names: optionNames,
    members: ['tasks'],
    example: "{ tasks: { digit: classification(['zero', 'one']) } }",
  });
  const { shape } = data;
  const { tasks } = options;
  const images = expectBytes('arrayBatches', data.images, { what: '"images"' });
  if (!(Array.isArray(shape) && shape.length === 3))
    throw new Error(
      `arrayBatches: expected "shape" to be [height, width, channels], got ${describeValue(shape)}. Pass e.g. [28, 28, 1].`,
    );
  const pixels = shape.reduce((product, size) => product * checkWhole('arrayBatches', 'shape', size, 1), 1);
  const size = images.length / pixels;
  if (!Number.isInteger(size))
    throw new Error(
      `arrayBatches: expected "images" to hold whole pictures of ${shape.join(' x ')}, got ${images.length} numbers.`,
    );
  const table = readTable(data, tasks, size);
  const { weights: given } = options;
  const weights = checkWeights(
    'arrayBatches',
    size,
    given === undefined ? undefined : (index) => given[index] as number,
  );
  const plan = epochPlan('arrayBatches', size, options, weights);
  const { augment, mix } = checkChanges('arrayBatches', options);
  const [height, width, channels] = shape;
  if (augment !== undefined && channels !== 3)
    throw new Error(`arrayBatches: "augment" is for pictures of 3 channels, got ${channels}.`);
  const copy = (row: number, output: Uint8Array, epoch: number, place: number): void => {
    const picture = images.subarray(row * pixels, (row + 1) * pixels);
    if (augment === undefined) output.set(picture);
    else
      augmentInto(output, { width, height, data: picture }, augment, randomStream(plan.seed, epoch, place, augmentKey));
  };
  async function* batches(epoch: number, from = 0): AsyncGenerator<Batch<TaskName<Tasks>>> {
    checkWhole('arrayBatches.batches', 'from', from, 0);
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
        mix === undefined ? undefined : planMixing(mix, { seed: plan.seed, epoch, batch }, rows.length, height, width);
      if (mixings !== undefined) mixImages(picked, mixings, width * channels, channels);
      yield { ...batchLabels(tasks, table, rows, mixings), batchIndex: batch, images: picked };
    }
  }
  const fingerprint: BatchSource['fingerprint'] = () =>
    sourceFingerprint({
      pictures: { pixels: images },
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
    throw new Error('arrayBatches: expected either "labels" or "values", got both or neither.');
  if (values !== undefined) return checkValues('arrayBatches', tasks, size, values);
  if (labels?.length !== size)
    throw new Error(`arrayBatches: expected ${size} labels, one a picture, got ${labels?.length}.`);
  return readLabels(
    'arrayBatches',
    tasks,
    size,
    (name, index) => labels[index]?.[name],
    (index) => `picture ${index}`,
  );
}

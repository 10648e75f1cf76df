import type { Batch, BatchSource, ImageShape, LabelsOf, TaskMap, TaskName } from '@polyhead/tasks';
import type { BatchOptions } from './batch-options';
import { checkWhole } from './checks';
import { epochPlan } from './epoch-plan';
import { batchLabels, byName, checkValues, type LabelValues, readLabels } from './label-table';

/** Pictures and labels in memory, for {@link arrayBatches}. Labels come as `labels` or as `values`. */
export interface ArrayData<Tasks extends TaskMap> {
  /** Pixels 0 to 255, [pictures, height, width, channels] row by row. */
  readonly images: Uint8Array;
  /** Height, width and channels of every picture. */
  readonly shape: ImageShape;
  /** A label for every task, one object a picture. Default: taken from `values`. */
  readonly labels?: readonly LabelsOf<Tasks>[];
  /** Labels as numbers by task, one a picture: quantities, or class indices. Default: taken from `labels`. */
  readonly values?: Readonly<Record<TaskName<Tasks>, ArrayLike<number>>>;
}

/** Options of {@link arrayBatches}. */
export type ArrayBatchesOptions<Tasks extends TaskMap> = BatchOptions<Tasks>;

/**
 * Batches of pictures that are in memory already, for browsers, tests and data sets that come as arrays.
 *
 * Throws where sizes do not fit together, or a label is none of its task's.
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
export function arrayBatches<const Tasks extends TaskMap>(data: ArrayData<NoInfer<Tasks>>, options: ArrayBatchesOptions<Tasks>): BatchSource<Tasks> {
  const { images, shape } = data;
  const { tasks } = options;
  const pixels = shape.reduce((product, size) => product * checkWhole('arrayBatches', 'shape', size, 1), 1);
  const size = images.length / pixels;
  if (!Number.isInteger(size)) throw new Error(`arrayBatches: expected "images" to hold whole pictures of ${shape.join(' x ')}, got ${images.length} numbers.`);
  const table = readTable(data, tasks, size);
  const plan = epochPlan('arrayBatches', size, options);
  async function* batches(epoch: number, from = 0): AsyncGenerator<Batch<TaskName<Tasks>>> {
    for (let batch = from; batch < plan.length; batch++) {
      const rows = plan.batch(epoch, batch);
      const picked = new Uint8Array(rows.length * pixels);
      rows.forEach((row, position) => picked.set(images.subarray(row * pixels, (row + 1) * pixels), position * pixels));
      yield { ...batchLabels(tasks, table, rows), images: picked };
    }
  }
  return { size, batchSize: plan.batchSize, length: plan.length, imageShape: shape, tasks, batches };
}

function readTable<Tasks extends TaskMap>({ labels, values }: ArrayData<Tasks>, tasks: Tasks, size: number): LabelValues<TaskName<Tasks>> {
  if ((labels === undefined) === (values === undefined)) throw new Error('arrayBatches: expected either "labels" or "values", got both or neither.');
  if (values !== undefined) return byName(tasks, (name) => checkValues('arrayBatches', name, tasks[name] as Tasks[typeof name], values[name], size));
  if (labels?.length !== size) throw new Error(`arrayBatches: expected ${size} labels, one a picture, got ${labels?.length}.`);
  return readLabels('arrayBatches', tasks, size, (name, index) => labels[index]?.[name], (index) => `picture ${index}`);
}

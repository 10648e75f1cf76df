import {
  type Batch,
  type BatchSource,
  formatValue,
  assertObject,
  type ImagePreprocessing,
  type SkippedImage,
  type SourceFingerprint,
  type TaskMap,
  type TaskName,
  invalidArgument,
  assertWholeNumber,
} from '@polyhead/core';
import { batchOptionNames } from './batch-options';
import { checkWeights } from '../augment/resolve-augmentation';
import { resolveLoaderOptions } from './loader-options';
import { createEpochPlan, type EpochPlan } from './epoch-plan';
import type { ImageBatchesOptions, ImageFile, ImageRecord } from './image-batches-options';
import { batchLabels, type LabelValues, readLabels } from './label-table';
import { prefetchBatches } from './prefetch-batches';
import { planMix } from '../augment/mix';
import { openImagePipeline, type ImagePipeline, type LoaderOptions } from '../loader/image-pipeline';
import { decoderIdentity, decoderName } from '../loader/resolve-decoder';
import { type SkippedImages, trackSkipped } from './skip-tracker';
import { relativeNames, sourceFingerprint, encodeText, trainingOnlyOptions } from './source-fingerprint';

/** Batches of images in files, see {@link imageBatches}. */
export interface ImageBatchSource<Tasks extends TaskMap> extends BatchSource<Tasks> {
  /** How files become images. `train` copies it to the network, and `saveModel` saves it. */
  readonly preprocessing: ImagePreprocessing;
  /** Images that could not be read so far, each listed once. */
  readonly skipped: readonly SkippedImage[];
  /** File of a record, by its position. */
  readonly fileOf: (index: number) => string;
  /** Ends threads, closes files and frees memory. The cache is deleted unless it has a folder. */
  dispose(): Promise<void>;
}

/** Closes the pipelines of sources that were collected without `dispose`. */
const forgotten = new FinalizationRegistry<Owned>((owned) => void owned.pipeline?.close().catch(() => undefined));

/**
 * Creates a source of batches from image files. Threads decode, resize and augment images while the network trains, and
 * each image is decoded only once.
 *
 * All labels are checked before the first batch. An image that cannot be read is left out of its batch and listed in
 * `skipped`; the other images keep their batches. The process can end without `dispose`.
 *
 * @param records - Files and labels of the images, such as a set of `splitRecords`.
 * @param options - Tasks, image size, batch size, decoding, cache and more; see {@link ImageBatchesOptions}.
 * @returns A source whose order follows from the seed and the epoch alone. Its iteration throws `TOO_MANY_SKIPPED` if
 *   more images than `maxSkipped` cannot be read, and `DISPOSED` if `dispose` is called meanwhile.
 * @throws {PolyheadError} `INVALID_ARGUMENT` if an argument is wrong; `INVALID_LABEL` if a label is not one of its
 * task;
 *   `ENGINE_UNAVAILABLE` if `workers` is above 0 and the program cannot start threads.
 *
 * @example
 * ```ts
 * import { imageBatches } from '@polyhead/batches';
 * import { faceTasks } from '@polyhead/core';
 * const records = [{ file: 'faces/1.jpg', age: 30, race: 'asian', gender: 'female' }] as const;
 * const source = imageBatches(records, { tasks: faceTasks(), imageSize: 198, batchSize: 32, seed: 7 });
 * for await (const { images, targets } of source.batches(0)) console.log(images.length, targets.age);
 * await source.dispose();
 * ```
 */
export function imageBatches<const Tasks extends TaskMap, Row extends ImageRecord<NoInfer<Tasks>>>(
  records: readonly Row[],
  options: ImageBatchesOptions<Tasks, NoInfer<Row>>,
): ImageBatchSource<Tasks> {
  if (!Array.isArray(records))
    throw invalidArgument(
      'imageBatches',
      'expected a list of records',
      formatValue(records),
      'Pass e.g. the "train" set of splitRecords.',
    );
  assertObject('imageBatches', options, {
    optionKeys: optionNames,
    requiredKeys: ['tasks'],
    example: '{ tasks, imageSize: 198 }',
  });
  const { tasks } = options;
  const files = records.map(fileOfRecord);
  const table = readTable(records, tasks, files);
  const weights = readWeights(records, options.weights);
  const plan = createEpochPlan('imageBatches', records.length, options, weights);
  const loader = resolveLoaderOptions(options, files, plan.seed);
  const state: SourceState<Tasks> = {
    table,
    plan,
    loader,
    skipped: trackSkipped(files, options.maxSkipped),
    owned: { pipeline: undefined },
  };
  const source: ImageBatchSource<Tasks> = {
    size: records.length,
    batchSize: plan.batchSize,
    length: plan.length,
    imageShape: [loader.settings.height, loader.settings.width, 3],
    preprocessing: describePreprocessing(loader),
    tasks,
    trainingOnly: trainingOnlyOptions(options, weights),
    skipped: state.skipped.list,
    fileOf: (index) => files[index] as string,
    batches: (epoch, startBatch = 0) => readBatches(source, state, epoch, startBatch),
    fingerprint: () =>
      sourceFingerprint({
        images: { files: encodeText(relativeNames(files)) },
        size: records.length,
        table,
        plan,
        options,
        weights,
        settings: loaderFingerprint(loader),
      }),
    dispose: async () => {
      const { pipeline } = state.owned;
      state.owned.pipeline = undefined;
      await pipeline?.close();
    },
  };
  forgotten.register(source, state.owned);
  return source;
}

/** The pipeline of a source: opened by the first batch, closed by `dispose`. */
interface Owned {
  pipeline: ImagePipeline | undefined;
}

interface SourceState<Tasks extends TaskMap> {
  readonly table: LabelValues<TaskName<Tasks>>;
  readonly plan: EpochPlan;
  readonly loader: LoaderOptions;
  readonly skipped: SkippedImages;
  readonly owned: Owned;
}

/** Takes the source itself, so that it is not collected, and its pipeline closed, while a loop reads it. */
async function* readBatches<Tasks extends TaskMap>(
  source: ImageBatchSource<Tasks>,
  { table, plan, loader, skipped, owned }: SourceState<Tasks>,
  epoch: number,
  startBatch: number,
): AsyncGenerator<Batch<TaskName<Tasks>>> {
  assertWholeNumber('imageBatches.batches', 'startBatch', startBatch, 0);
  const { height, width, mix } = loader.settings;
  const imageBytes = height * width * 3;
  const pipeline = (owned.pipeline ??= openImagePipeline(loader));
  const loading = prefetchBatches({
    plan,
    epoch,
    startBatch,
    prefetch: loader.prefetch,
    batchBytes: Math.min(plan.batchSize, source.size) * imageBytes,
    files: loader.files,
    isSkipped: skipped.has,
    run: pipeline.run,
  });
  for await (const { batch, rows, images, failures } of loading) {
    failures.forEach(({ index, reason }) => skipped.add(index, reason));
    if (rows.length === 0) continue;
    const mixings =
      mix === undefined ? undefined : planMix(mix, { seed: plan.seed, epoch, batch }, rows.length, height, width);
    yield {
      ...batchLabels(source.tasks, table, rows, mixings),
      batchIndex: batch,
      images: images.subarray(0, rows.length * imageBytes),
    };
  }
}

function readTable<Tasks extends TaskMap>(
  records: readonly ImageRecord<Tasks>[],
  tasks: Tasks,
  files: readonly string[],
): LabelValues<TaskName<Tasks>> {
  return readLabels(
    'imageBatches',
    tasks,
    records.length,
    (name, index) => records[index]?.[name],
    (index) => files[index] as string,
  );
}

function describePreprocessing({ settings, decoder }: LoaderOptions): ImagePreprocessing {
  const { filter, centerCrop, augment } = settings;
  return {
    decoder: decoderName(decoder),
    resize: filter,
    ...(centerCrop !== undefined && { centerCrop }),
    ...(augment?.flip === true && { flip: true }),
  };
}

function loaderFingerprint({ settings, decoder, maxPixels }: LoaderOptions): SourceFingerprint {
  const { height, width, filter, centerCrop } = settings;
  return {
    shape: `${height} x ${width} x 3`,
    resize: filter,
    ...(centerCrop !== undefined && { centerCrop }),
    decoder: decoderIdentity(decoder).name,
    maxPixels: Number.isFinite(maxPixels) ? maxPixels : 'none', // JSON has no infinity
  };
}

function readWeights<Row>(
  records: readonly Row[],
  weightOf: ((record: Row, index: number) => number) | undefined,
): Float64Array | undefined {
  if (weightOf !== undefined && typeof weightOf !== 'function')
    throw invalidArgument(
      'imageBatches',
      '"weights" must be a function of a record',
      formatValue(weightOf),
      'Pass e.g. the result of balancedWeights.',
    );
  return checkWeights(
    'imageBatches',
    records.length,
    weightOf === undefined ? undefined : (index) => weightOf(records[index] as Row, index),
  );
}

const optionNames = {
  ...batchOptionNames,
  imageSize: true,
  resize: true,
  centerCrop: true,
  cache: true,
  cacheBytes: true,
  cacheFolder: true,
  decoder: true,
  maxPixels: true,
  workers: true,
  prefetch: true,
  maxSkipped: true,
  weights: true,
} satisfies Record<keyof ImageBatchesOptions<TaskMap>, true | 'boolean'>;

function fileOfRecord(record: ImageFile | undefined | null, index: number): string {
  const file: unknown = record?.file;
  if (typeof file === 'string' && file !== '') return file;
  throw invalidArgument('imageBatches', `expected record ${index} to have a "file"`, formatValue(file));
}

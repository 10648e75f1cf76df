import {
  type Batch,
  type BatchSource,
  formatValue,
  assertObject,
  type ImagePreprocessing,
  type SkippedImage,
  type TaskMap,
  type TaskName,
  invalidArgument,
} from '@polyhead/core';
import { batchOptionNames } from './batch-options';
import { checkWeights } from '../augment/validate-augmentation';
import { assertWholeNumber } from '../decode/assert-image';
import { checkEngineOptions } from './loader-options';
import { createEpochPlan } from './epoch-plan';
import type { ImageBatchesOptions, ImageFile, ImageRecord } from './image-batches-options';
import { batchLabels, readLabels } from './label-table';
import { loadAhead } from './load-ahead';
import { planMix } from '../augment/mix';
import { openImagePipeline, type ImagePipeline } from '../loader/image-pipeline';
import { decoderIdentity, decoderName } from '../loader/resolve-decoder';
import { trackSkipped } from './skip-tracker';
import { relativeNames, sourceFingerprint, encodeText, trainingOnlyOptions } from './source-fingerprint';

/** Batches of images in files, see {@link imageBatches}. */
export interface ImageBatchSource<Tasks extends TaskMap> extends BatchSource<Tasks> {
  /** How files become images; `train` notes it in the network, and `saveModel` keeps it. */
  readonly preparation: ImagePreprocessing;
  /** Images that could not be read so far, each once. */
  readonly skipped: readonly SkippedImage[];
  /** File of a record, by its position. */
  readonly fileOf: (index: number) => string;
  /** Ends threads and gives back files and memory; the cache is lost unless it has a folder. */
  dispose(): Promise<void>;
}

/** Closes the engines of sources that nobody disposed of. */
const forgotten = new FinalizationRegistry<{ engine: ImagePipeline | undefined }>(
  (held) => void held.engine?.close().catch(() => undefined),
);

/**
 * Batches of images from files: decoded, stretched to one size and augmented in threads, ahead of the training that
 * uses them, and each decoded only once.
 *
 * Labels are checked here, so that a wrong one does not wait until its batch comes. An image that cannot be read is
 * left out of its batch and noted in `skipped`; the others keep their batches.
 * The process may end without `dispose`.
 * Throws if an option or a label makes no sense; the iteration throws if more images than `maxSkipped` cannot
 * be read.
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
      'Pass e.g. the "train" part of splitRecords.',
    );
  assertObject('imageBatches', options, {
    names: optionNames,
    members: ['tasks'],
    example: '{ tasks, imageSize: 198 }',
  });
  const { tasks, weights: weightOf } = options;
  const files = records.map((record, index) => checkFile(record, index));
  const table = readLabels(
    'imageBatches',
    tasks,
    records.length,
    (name, index) => records[index]?.[name],
    (index) => files[index] as string,
  );
  if (weightOf !== undefined && typeof weightOf !== 'function')
    throw invalidArgument(
      'imageBatches',
      '"weights" must be a function of a record',
      formatValue(weightOf),
      'Pass e.g. what balancedWeights returned.',
    );
  const weights = checkWeights(
    'imageBatches',
    records.length,
    weightOf === undefined ? undefined : (index) => weightOf(records[index] as Row, index),
  );
  const plan = createEpochPlan('imageBatches', records.length, options, weights);
  const engineOptions = checkEngineOptions(options, files, plan.seed);
  const {
    maxPixels,
    settings: { height, width, filter, centerCrop, mix },
  } = engineOptions;
  const skipped = trackSkipped(files, options.maxSkipped);
  const owned: { engine: ImagePipeline | undefined } = { engine: undefined };
  const source: ImageBatchSource<Tasks> = {
    size: records.length,
    batchSize: plan.batchSize,
    length: plan.length,
    imageShape: [height, width, 3],
    preparation: {
      decoder: decoderName(engineOptions.decoder),
      resize: filter,
      ...(centerCrop !== undefined && { centerCrop }),
      ...(options.augment?.flip === true && { flip: true }),
    },
    tasks,
    trainingOnly: trainingOnlyOptions(options, weights),
    skipped: skipped.list,
    fileOf: (index) => files[index] as string,
    batches,
    fingerprint: () => {
      const { resize } = source.preparation;
      const settings = {
        shape: `${height} x ${width} x 3`,
        resize,
        ...(centerCrop !== undefined && { centerCrop }),
        decoder: decoderIdentity(engineOptions.decoder).name,
        maxPixels: Number.isFinite(maxPixels) ? maxPixels : 'none',
      }; // JSON has no infinity
      return sourceFingerprint({
        images: { files: encodeText(relativeNames(files)) },
        size: records.length,
        table,
        plan,
        options,
        weights,
        settings,
      });
    },
    dispose: async () => {
      const { engine } = owned;
      owned.engine = undefined;
      await engine?.close();
    },
  };
  async function* batches(epoch: number, from = 0): AsyncGenerator<Batch<TaskName<Tasks>>> {
    assertWholeNumber('imageBatches.batches', 'from', from, 0);
    const engine = (owned.engine ??= openImagePipeline(engineOptions));
    const loading = loadAhead({
      plan,
      epoch,
      from,
      prefetch: engineOptions.prefetch,
      batchBytes: Math.min(plan.batchSize, records.length) * height * width * 3,
      files,
      isSkipped: skipped.has,
      run: engine.run,
    });
    for await (const { batch, rows, images, failures } of loading) {
      failures.forEach(({ index, reason }) => skipped.add(index, reason));
      if (rows.length === 0) continue;
      const mixings =
        mix === undefined ? undefined : planMix(mix, { seed: plan.seed, epoch, batch }, rows.length, height, width);
      yield {
        ...batchLabels(source.tasks, table, rows, mixings),
        batchIndex: batch,
        images: images.subarray(0, rows.length * height * width * 3),
      };
    }
  }
  forgotten.register(source, owned);
  return source;
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

function checkFile(record: ImageFile | undefined | null, index: number): string {
  const file: unknown = record?.file;
  if (typeof file === 'string' && file !== '') return file;
  throw invalidArgument('imageBatches', `expected record ${index} to have a "file"`, formatValue(file));
}

import type { ImagePreprocessing } from './image-preprocessing';
import type { SourceFingerprint } from './source-fingerprint';
import type { TaskMap, TaskName } from '../tasks/task-map';

/** Height, width and channels of an image. */
export type ImageShape = readonly [height: number, width: number, channels: number];

/** Some images with their targets, as typed arrays; no tensors. */
export interface Batch<Name extends string = string> {
  /** Number of images. */
  readonly size: number;
  /**
   * Number of the batch in its epoch, from 0. A source that leaves batches out needs it: a run is resumed at a batch by
   * its number. Default: one more than that of the batch before.
   */
  readonly batchIndex?: number;
  /** Pixels 0 to 255, [size, height, width, channels] row by row. Valid until the next batch is asked for. */
  readonly images: Uint8Array;
  /** Encoded targets by task, [size, units] row by row: what the loss sees. */
  readonly targets: Readonly<Record<Name, Float32Array>>;
  /**
   * Labels by task as one number each, [size]: quantity or class index, exactly as given, for metrics. Under mixing
   * augmentations, that of the heavier image.
   */
  readonly labels: Readonly<Record<Name, Float64Array>>;
  /** Position of each image's record in the list that the source was made from, [size]. */
  readonly indices: Uint32Array;
}

/** An image that could not be read, and was left out of its batch. */
export interface SkippedImage {
  /** Position of its record. */
  readonly index: number;
  /** Its file, where it has one. */
  readonly file?: string;
  /** Where and why reading failed. */
  readonly reason: string;
}

/**
 * A source of batches: everything that training, evaluation and prediction need to know about data.
 *
 * The order and the augmentation of an epoch are a function of the source's seed and the epoch's number alone, so that
 * a run can begin at any batch and see what an uninterrupted one would have seen.
 * Several epochs may be read after each other, never at once.
 */
export interface BatchSource<Tasks extends TaskMap = TaskMap> {
  /** Number of records. */
  readonly size: number;
  /** Images in a full batch. */
  readonly batchSize: number;
  /** Number of batches in an epoch. */
  readonly length: number;
  /** Shape of every image. */
  readonly imageShape: ImageShape;
  /** How files become images. Absent where they come ready-made. */
  readonly preprocessing?: ImagePreprocessing;
  /** The tasks that targets are made for. */
  readonly tasks: Tasks;
  /**
   * The batches of an epoch (counted from 0), beginning with batch `startBatch` (default 0). A batch can be smaller
   * than `batchSize` if images were skipped, and have size 0 or be left out if all of them were. A source that leaves
   * batches out must give every batch its `batchIndex`.
   */
  batches(epoch: number, startBatch?: number): AsyncIterable<Batch<TaskName<Tasks>>>;
  /** Images skipped so far, each once. Absent where nothing can be skipped. */
  readonly skipped?: readonly SkippedImage[];
  /** File of a record, for reports. Absent where images have no files. */
  readonly fileOf?: (index: number) => string;
  /**
   * What its batches follow from, for checkpoints: a run is not resumed on other data. Absent where a source cannot
   * tell; then nobody notices.
   */
  fingerprint?(): Promise<SourceFingerprint>;
  /**
   * Names of the options that are set and by which an epoch is not every image once and unchanged: `dropLast`,
   * `augment`, `mix`, `weights`. `evaluate`, `predict` and validation reject a source that has any. Default: those that
   * its fingerprint shows.
   */
  readonly trainingOnly?: readonly string[];
  /** Frees workers, files and memory. The source can be read again afterwards and takes them again. */
  dispose?(): Promise<void>;
}

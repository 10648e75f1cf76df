import type { LabelsOf, TaskMap } from '@polyhead/core';
import type { BatchOptions } from './batch-options';
import type { ImageDecoder } from '../decode/image-decoder';
import type { ResizeFilter } from '../resize/resize-image';

/** What {@link imageBatches} needs to know of an image: its file, and a label for every task. */
export type ImageRecord<Tasks extends TaskMap> = ImageFile & LabelsOf<Tasks>;

/** An image in a file. */
export interface ImageFile {
  /** Path of the file. */
  readonly file: string;
}

/** Options of {@link imageBatches}. */
export interface ImageBatchesOptions<
  Tasks extends TaskMap,
  Row extends ImageRecord<Tasks> = ImageRecord<Tasks>,
> extends BatchOptions<Tasks> {
  /** Size that every image is stretched to, in pixels: one number for squares, or `[height, width]`. */
  readonly imageSize: number | readonly [height: number, width: number];
  /** How images are resized, as Pillow does it. The article's Pillow 6 used `nearest`. Default `bilinear`. */
  readonly resize?: ResizeFilter;
  /**
   * Share of the height and the width around the middle of an image that is kept, before it is stretched; the saved
   * model knows. Default 1: all of it.
   */
  readonly centerCrop?: number;
  /**
   * Where resized images are kept, so that each is decoded once: `memory`, `disk` or `none`.
   * Default `memory` where all of them fit into `cacheBytes` and there is no `cacheFolder`, else `disk`.
   */
  readonly cache?: 'memory' | 'disk' | 'none';
  /**
   * Most bytes that the cache takes; images beyond are decoded each time. Default 1 GiB in memory, half of what is
   * free on disk.
   */
  readonly cacheBytes?: number;
  /**
   * Folder for a cache on disk that stays and is used again by the next run with the same records, size, crop, filter
   * and decoder; files that changed are decoded again. A decoder is the same if its name and version are, a module if
   * its file and those that it imports by relative paths are. Images from an {@link ImageDecoder} without a version are
   * not kept. Default: a temporary file that is gone with the process.
   */
  readonly cacheFolder?: string;
  /**
   * What turns files into pixels. `built-in` reads JPEG and PNG, the same on every machine; `sharp` reads more formats
   * and is faster, if you install it; `auto` means sharp where it is installed, so that pixels may depend on the
   * machine. Or a `file:` URL of a module whose default export is an {@link ImageDecoder}, to run it in threads; or an
   * {@link ImageDecoder}, which runs in the main thread. Default `built-in`.
   */
  readonly decoder?: 'built-in' | 'sharp' | 'auto' | URL | ImageDecoder;
  /** Largest image that is decoded, in pixels; larger ones are skipped. Default 50,000,000. */
  readonly maxPixels?: number;
  /**
   * Threads that decode and augment; 0 does it in the main thread. Default: one less than the cores of the machine, at
   * least 1 and at most 2; 0 with a decoder of your own.
   */
  readonly workers?: number;
  /** Batches that are made ahead while you work on one. Default: two a thread, 0 without threads. */
  readonly prefetch?: number;
  /**
   * Images that may be skipped because they cannot be read: a count, or a share of all where it is below 1. One more
   * is an error. Default 1% of all, at least 10, at most half of all.
   */
  readonly maxSkipped?: number;
  /**
   * How often a record comes, relative to the others: an epoch is as long as ever, and each record is in it as many
   * times as its share of the weights says, rounded up or down by chance; see {@link balancedWeights}.
   * Default: every record once.
   */
  readonly weights?: (record: Row, index: number) => number;
}

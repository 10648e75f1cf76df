/**
 * What a browser can use: batches of arrays, decoders and resizing.
 *
 * @module @polyhead/batches/browser
 */
// What runs anywhere, for browsers: no files, no threads.
export { arrayBatches, type ArrayBatchesOptions, type ArrayData } from './array-batches';
export { augmentImage, type AugmentOptions } from './augment-image';
export { balanceBy, type BalanceByOptions } from './balance-by';
export type { BatchOptions } from './batch-options';
export type { ImageDecoder } from './image-decoder';
export { type JpegDecoder, jpegDecoder, type JpegDecoderOptions } from './jpeg-decoder';
export type { MixOptions } from './mix';
export { resizeImage, type ResizeFilter, type ResizeImageOptions } from './resize-image';
export type { RgbImage } from './rgb-image';
export type {
  Batch,
  BatchSource,
  ImageShape,
  PicturePreparation,
  SkippedImage,
  SourceFingerprint,
} from '@polyhead/tasks';

/**
 * What a browser can use: batches of arrays, decoders and resizing.
 *
 * @module @polyhead/batches/browser
 */
// What runs anywhere, for browsers: no files, no threads.
export { arrayBatches, type ArrayBatchesOptions, type ArrayData } from './sources/array-batches';
export { augmentImage, type AugmentOptions } from './augment/augment-image';
export { balancedWeights, type BalancedWeightsOptions } from './sources/balanced-weights';
export type { BatchOptions } from './sources/batch-options';
export type { ImageDecoder } from './decode/image-decoder';
export { type JpegDecoder, jpegDecoder, type JpegDecoderOptions } from './decode/jpeg-decoder';
export type { MixOptions } from './augment/mix';
export { resizeImage, type ResizeFilter, type ResizeImageOptions } from './resize/resize-image';
export type { RgbImage } from './decode/rgb-image';
export type {
  Batch,
  BatchSource,
  ImageShape,
  ImagePreprocessing,
  SkippedImage,
  SourceFingerprint,
} from '@polyhead/core';

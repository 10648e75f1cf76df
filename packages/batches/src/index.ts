/**
 * {@include ../README.md}
 *
 * @module @polyhead/batches
 */
export { arrayBatches, type ArrayBatchesOptions, type ArrayData } from './sources/array-batches';
export { augmentImage, type AugmentOptions } from './augment/augment-image';
export { balancedWeights, type BalancedWeightsOptions } from './sources/balanced-weights';
export type { BatchOptions } from './sources/batch-options';
export { type BuiltInDecoder, builtInDecoder, type BuiltInDecoderOptions } from './decode/built-in-decoder';
export { imageBatches, type ImageBatchSource } from './sources/image-batches';
export type { ImageBatchesOptions, ImageFile, ImageRecord } from './sources/image-batches-options';
export type { ImageDecoder } from './decode/image-decoder';
export { type JpegDecoder, jpegDecoder, type JpegDecoderOptions } from './decode/jpeg-decoder';
export type { MixOptions } from './augment/mix';
export { type PngDecoder, pngDecoder, type PngDecoderOptions } from './decode/png-decoder';
export { resizeImage, type ResizeFilter, type ResizeImageOptions } from './resize/resize-image';
export type { RgbImage } from './decode/rgb-image';
export { sharpDecoder, type SharpDecoderOptions } from './decode/sharp-decoder';
export type {
  Batch,
  BatchSource,
  ImageShape,
  ImagePreprocessing,
  SkippedImage,
  SourceFingerprint,
} from '@polyhead/core';

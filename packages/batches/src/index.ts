/**
 * {@include ../README.md}
 *
 * @module @polyhead/batches
 */
export { arrayBatches, type ArrayBatchesOptions, type ArrayData } from './array-batches';
export { augmentImage, type AugmentOptions } from './augment-image';
export { balanceBy, type BalanceByOptions } from './balance-by';
export type { BatchOptions } from './batch-options';
export { type BuiltInDecoder, builtInDecoder, type BuiltInDecoderOptions } from './built-in-decoder';
export { imageBatches, type ImageBatchSource } from './image-batches';
export type { ImageBatchesOptions, ImageFile, ImageRecord } from './image-batches-options';
export type { ImageDecoder } from './image-decoder';
export { type JpegDecoder, jpegDecoder, type JpegDecoderOptions } from './jpeg-decoder';
export type { MixOptions } from './mix';
export { type PngDecoder, pngDecoder, type PngDecoderOptions } from './png-decoder';
export { resizeImage, type ResizeFilter, type ResizeImageOptions } from './resize-image';
export type { RgbImage } from './rgb-image';
export { sharpDecoder, type SharpDecoderOptions } from './sharp-decoder';
export type {
  Batch,
  BatchSource,
  ImageShape,
  PicturePreparation,
  SkippedImage,
  SourceFingerprint,
} from '@polyhead/tasks';

/**
 * How the files of images were turned into what a network sees. A saved model keeps it, so that a predictor does the
 * same.
 *
 * @example
 * ```ts
 * import type { ImagePreprocessing } from '@polyhead/core';
 * const preprocessing: ImagePreprocessing = { decoder: 'built-in', resize: 'bilinear' };
 * ```
 */
export interface ImagePreprocessing {
  /** Name of the decoder that turned the bytes into pixels: `built-in`, `sharp`, or that of a custom decoder. */
  readonly decoder: string;
  /** How images were stretched to the size of the network. */
  readonly resize: 'nearest' | 'bilinear' | 'bicubic';
  /** Share of the height and the width around the middle that was kept before that. Absent: all of the image. */
  readonly centerCrop?: number;
  /**
   * Whether training saw mirrored images too: predictions may then average an image and its mirror image. Absent: it
   * did not.
   */
  readonly flip?: true;
}

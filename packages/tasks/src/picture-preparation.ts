/**
 * How the files of pictures were turned into what a network sees. A saved model keeps it, so that a predictor does the
 * same.
 *
 * @example
 * ```ts
 * import type { PicturePreparation } from '@polyhead/tasks';
 * const preparation: PicturePreparation = { decoder: 'built-in', resize: 'bilinear' };
 * ```
 */
export interface PicturePreparation {
  /** Name of the decoder that made pixels of the bytes: `built-in`, `sharp`, or that of one's own. */
  readonly decoder: string;
  /** How pictures were stretched to the size of the network. */
  readonly resize: 'nearest' | 'bilinear' | 'bicubic';
  /** Share of the height and the width around the middle that was kept before that. Absent: all of the picture. */
  readonly centerCrop?: number;
  /**
   * Whether training saw mirrored pictures too: predictions may then average a picture and its mirror image. Absent: it
   * did not.
   */
  readonly flip?: true;
}

import type { TaskMap } from '@polyhead/core';
import type { AugmentOptions } from '../augment/augment-image';
import type { MixOptions } from '../augment/mix';

/** Options that every source of batches has. */
export interface BatchOptions<Tasks extends TaskMap> {
  /** Tasks that targets are encoded for, in this order. */
  readonly tasks: Tasks;
  /** Images per batch. Default 32. */
  readonly batchSize?: number;
  /** Whole number that, with the number of the epoch, determines order and augmentation. Default 0. */
  readonly seed?: number;
  /** True to shuffle each epoch; false to keep the order of the records. Default true. */
  readonly shuffle?: boolean;
  /** True to leave out the last batch if it is smaller than the others. Default false. */
  readonly dropLast?: boolean;
  /** Random changes of images for training, different in each epoch. Default none. */
  readonly augment?: AugmentOptions;
  /**
   * Mixup or CutMix of images and their targets, for training. `labels` and `indices` of a batch stay those of the
   * image with the larger share. Default none.
   */
  readonly mix?: MixOptions;
}

export const batchOptionNames = {
  tasks: true,
  batchSize: true,
  seed: true,
  shuffle: 'boolean',
  dropLast: 'boolean',
  augment: true,
  mix: true,
} satisfies Record<keyof BatchOptions<TaskMap>, true | 'boolean'>;

import type { TaskMap } from '@polyhead/core';
import type { AugmentOptions } from '../augment/augment-image';
import type { MixOptions } from '../augment/mix';

/** Options that every source of batches has. */
export interface BatchOptions<Tasks extends TaskMap> {
  /** What each output means; targets are made for these tasks, in this order. */
  readonly tasks: Tasks;
  /** Images in a batch; more than there are means one smaller batch. Default 32. */
  readonly batchSize?: number;
  /** Whole number that order and augmentation follow from, together with the epoch's number. Default 0. */
  readonly seed?: number;
  /** Whether each epoch has an order of its own; without, it is that of the records. Default true. */
  readonly shuffle?: boolean;
  /** Whether the last batch is left out where it would be smaller than the others. Default false. */
  readonly dropLast?: boolean;
  /** Random changes of images, for training; others in each epoch. Default none. */
  readonly augment?: AugmentOptions;
  /**
   * Mixing of images and their targets, for training; `values` and `indices` of a batch stay those of the heavier
   * image. Default none.
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

import type { TaskMap } from '@polyhead/tasks';

/** Options that every source of batches has. */
export interface BatchOptions<Tasks extends TaskMap> {
  /** What each output means; targets are made for these tasks, in this order. */
  readonly tasks: Tasks;
  /** Pictures in a batch; more than there are means one smaller batch. Default 32. */
  readonly batchSize?: number;
  /** Whole number that order and augmentation follow from, together with the epoch's number. Default 0. */
  readonly seed?: number;
  /** Whether each epoch has an order of its own; without, it is that of the records. Default true. */
  readonly shuffle?: boolean;
  /** Whether the last batch is left out where it would be smaller than the others. Default false. */
  readonly dropLast?: boolean;
}

import type { RunState } from './run-state';
import { invalidArgument } from '@polyhead/core';

/** Where a run stands; all counted from 0. */
export interface RunPosition {
  /** The epoch that comes, or is under way. */
  readonly epoch: number;
  /** The batch that comes in it. */
  readonly batch: number;
  /** The step that comes in the run. */
  readonly step: number;
}

/** Where a step is done, and how long it may be. */
export interface StepPosition extends RunPosition {
  readonly learningRate: number;
}

/** What a position knows of a batch. */
export interface NextBatch {
  /** Images in it. */
  readonly size: number;
  /** Its number in the epoch, if the source tells: batches before it may have been left out. */
  readonly batchIndex?: number;
}

/** A position that moves on. */
export interface StepCounter {
  /** Where the run stands. */
  read(): RunPosition;
  /** Learning rate of the last step; undefined before the first one. */
  learningRate(): number | undefined;
  /**
   * Where this batch stands; moves on to the next one. A batch without images is no step. Throws if the batch comes
   * before one that was there already.
   */
  advance(next: NextBatch): StepPosition;
  /**
   * The epoch that ends, with its last learning rate; moves on to the next one. Throws if the source left some of its
   * `length` batches out and its batches have no numbers: no checkpoint within the epoch was right.
   */
  closeEpoch(length: number): { readonly epoch: number; readonly learningRate: number };
}

export function stepCounter(
  learningRateOf: (step: number) => number,
  from: Partial<Pick<RunState, 'epoch' | 'batch' | 'step' | 'learningRate'>> = {},
): StepCounter {
  let { epoch = 0, batch = 0, step = 0, learningRate } = from;
  let numbered = false;
  return {
    read: () => ({ epoch, batch, step }),
    learningRate: () => learningRate,
    advance: ({ size, batchIndex }) => {
      numbered ||= batchIndex !== undefined;
      batch = checkIndex(batchIndex ?? batch, batch);
      const here = { epoch, batch, step, learningRate: learningRateOf(step) };
      batch++;
      if (size === 0) return here;
      step++;
      learningRate = here.learningRate;
      return here;
    },
    closeEpoch: (length) => {
      if (batch < length && !numbered)
        throw invalidArgument(
          'train',
          `expected ${length} batches of the training source in epoch ${epoch}, as its "length" says`,
          batch,
          'Yield a batch of size 0 in place of one without images, or give each batch its "batchIndex".',
        );
      [batch, numbered] = [0, false];
      return { epoch: epoch++, learningRate: learningRate ?? learningRateOf(Math.max(0, step - 1)) };
    },
  };
}

function checkIndex(index: number, least: number): number {
  if (Number.isSafeInteger(index) && index >= least) return index;
  throw invalidArgument(
    'train',
    `expected "batchIndex" of the training source's next batch to be a whole number of at least ${least}`,
    index,
    '"batches(epoch, startBatch)" must begin with batch "startBatch" and keep the order.',
  );
}

import type { RunState } from '../run-state';

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

/** A position that moves on. */
export interface PositionTracker {
  /** Where the run stands. */
  read(): RunPosition;
  /** Where a batch of this size stands; moves on to the next one. A batch without pictures is no step. */
  advance(size: number): StepPosition;
  /** The epoch that ends, with its last learning rate; moves on to the next one. */
  closeEpoch(): { readonly epoch: number; readonly learningRate: number };
}

export function trackPosition(
  learningRateOf: (step: number) => number,
  from: Partial<Pick<RunState, 'epoch' | 'batch' | 'step'>> = {},
): PositionTracker {
  let { epoch = 0, batch = 0, step = 0 } = from;
  let learningRate = learningRateOf(step);
  return {
    read: () => ({ epoch, batch, step }),
    advance: (size) => {
      learningRate = learningRateOf(step);
      const here = { epoch, batch, step, learningRate };
      batch++;
      if (size > 0) step++;
      return here;
    },
    closeEpoch: () => {
      batch = 0;
      return { epoch: epoch++, learningRate };
    },
  };
}

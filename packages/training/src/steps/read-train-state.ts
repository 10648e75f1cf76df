import { assertObject } from '@polyhead/core';
import type { TrainFunction } from './train-function';
import { readVariables, type TrainState } from './train-state';

/**
 * Copies all that a {@link TrainFunction} changes, to the last bit.
 *
 * @example
 * ```ts
 * import { readTrainState, type TrainFunction } from '@polyhead/training';
 * declare const step: TrainFunction;
 * const { weights, optimizer } = await readTrainState(step);
 * ```
 */
export async function readTrainState(step: Pick<TrainFunction, 'weights' | 'slots'>): Promise<TrainState> {
  assertObject('readTrainState', step, {
    what: 'a training function',
    members: ['weights', 'slots'],
    example: 'what trainFunction returned',
  });
  const { weights, slots } = step;
  return { weights: await readVariables(weights), optimizer: await readVariables(slots) };
}

import { assertObject } from '@polyhead/core';
import type { TrainFunction } from './train-function';
import { readVariables, type TrainState } from './train-state';

/**
 * Copies everything that a {@link TrainFunction} changes, to the last bit.
 *
 * @param step - Training function, or its weights and slots.
 * @returns The weights of the network and the slots of the optimizer, as arrays with names and shapes.
 * @throws {PolyheadError} INVALID_ARGUMENT if `step` is not a training function.
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
    requiredKeys: ['weights', 'slots'],
    example: 'what trainFunction returned',
  });
  const { weights, slots } = step;
  return { weights: await readVariables(weights), optimizer: await readVariables(slots) };
}

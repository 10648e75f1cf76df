import { assertObject } from '@polyhead/core';
import type { TrainFunction } from './train-function';
import { matchState } from './match-state';
import type { TrainState } from './train-state';
import { writeVariables } from './write-variables';

/**
 * Writes a state into the variables of a {@link TrainFunction}, matched by name.
 *
 * @param step - Training function, or its weights and slots.
 * @param state - Result of {@link readTrainState} for the same network and optimizer.
 * @throws {PolyheadError} INVALID_ARGUMENT if the state belongs to another network or optimizer, or was read while
 * other layers were trainable; then nothing changes.
 *
 * @example
 * ```ts
 * import { type TrainFunction, type TrainState, writeTrainState } from '@polyhead/training';
 * declare const step: TrainFunction, state: TrainState;
 * writeTrainState(step, state);
 * ```
 */
export function writeTrainState(step: Pick<TrainFunction, 'weights' | 'slots'>, state: TrainState): void {
  assertObject('writeTrainState', step, {
    what: 'a training function',
    requiredKeys: ['weights', 'slots'],
    example: 'what trainFunction returned',
  });
  assertObject('writeTrainState', state, {
    what: 'the state of a training function',
    requiredKeys: ['weights', 'optimizer'],
    example: 'what readTrainState returned',
  });
  const { weights, slots } = step;
  const matched = matchState(weights, slots, state);
  writeVariables(weights, matched.weights);
  writeVariables(slots, matched.optimizer);
}

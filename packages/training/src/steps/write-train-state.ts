import type { TrainFunction } from './train-function';
import { checkState, type TrainState } from './train-state';
import { writeVariables } from './write-variables';

/**
 * Puts a state into the variables of a {@link TrainFunction}. Throws, and changes nothing, where it was read from another network or optimizer.
 *
 * @example
 * ```ts
 * import { type TrainFunction, type TrainState, writeTrainState } from '@polyhead/training';
 * declare const step: TrainFunction, state: TrainState;
 * writeTrainState(step, state);
 * ```
 */
export function writeTrainState({ weights, slots }: Pick<TrainFunction, 'weights' | 'slots'>, state: TrainState): void {
  checkState(weights, state.weights, 'weights');
  checkState(slots, state.optimizer, 'optimizer slots');
  writeVariables(weights, state.weights);
  writeVariables(slots, state.optimizer);
}

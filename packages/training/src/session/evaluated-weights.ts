import type { Network } from '@polyhead/model';
import type { TaskMap } from '@polyhead/tasks';
import { isAverage } from '../optimizers/averaged';
import { allWeights, trainableWeights } from '../steps/network-weights';
import type { StateArray, TrainState } from '../steps/train-state';
import type { TrainStep } from '../steps/train-step';
import { writeVariables } from '../steps/write-variables';

/** The weights that a network is judged by: those of the moment, or their running averages. */
export interface EvaluatedWeights {
  /** Their values. */
  read(): Promise<readonly StateArray[]>;
  /** Runs `action` while the step predicts with them. */
  whilePredicting<T>(action: () => Promise<T>): Promise<T>;
  /** Runs `action` while the network itself has them, wherever an engine keeps its own. */
  whileInNetwork<T>(action: () => Promise<T>): Promise<T>;
  /** Leaves them in the step. */
  keep(): Promise<void>;
}

export function evaluatedWeights<Tasks extends TaskMap>({ model }: Network<Tasks>, step: TrainStep<Tasks>, averages: boolean): EvaluatedWeights {
  const places = trainableWeights(model).map(({ variable }) => allWeights(model).findIndex((weight) => weight.variable === variable));
  const weightsOf = (state: TrainState): readonly StateArray[] => (averages ? withAverages(state, places) : state.weights);
  const whilePredicting: EvaluatedWeights['whilePredicting'] = async (action) => {
    if (!averages) return action();
    const state = await step.readState();
    await step.writeState({ ...state, weights: weightsOf(state) });
    try {
      return await action();
    } finally {
      await step.writeState(state);
    }
  };
  return {
    read: async () => weightsOf(await step.readState()),
    whilePredicting,
    whileInNetwork: (action) =>
      whilePredicting(async () => {
        writeVariables(allWeights(model), (await step.readState()).weights);
        return action();
      }),
    keep: async () => {
      if (!averages) return;
      const state = await step.readState();
      await step.writeState({ ...state, weights: weightsOf(state) });
    },
  };
}

/** The weights with the averages in place of those that training changes by gradients; moving averages of normalizations stay. */
function withAverages({ weights, optimizer }: TrainState, places: readonly number[]): readonly StateArray[] {
  const averages = optimizer.filter(isAverage);
  return weights.map((weight, index) => ({ ...weight, values: averages[places.indexOf(index)]?.values ?? weight.values }));
}

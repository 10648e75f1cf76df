import type { Network } from '@polyhead/model';
import type { TaskMap } from '@polyhead/tasks';
import { isAverage } from '../optimizers/averaged';
import { allWeights, trainableWeights } from '../steps/network-weights';
import { readVariables, type StateArray, type TrainState } from '../steps/train-state';
import type { TrainStep } from '../steps/train-step';
import { writeVariables } from '../steps/write-variables';

/**
 * The weights that a network is judged by: those of the moment or their running averages, with the normalizations' own
 * running averages or those measured at the end of an epoch.
 */
export interface EvaluatedWeights {
  /** Measures the normalizations, where that is wanted, for the weights of this moment: until the next step. */
  measure(): Promise<void>;
  /** Their values. */
  read(): Promise<readonly StateArray[]>;
  /** Runs `action` while the step predicts with them. */
  whilePredicting<T>(action: () => Promise<T>): Promise<T>;
  /** Runs `action` while the network itself has them, wherever an engine keeps its own. */
  whileInNetwork<T>(action: () => Promise<T>): Promise<T>;
  /** Leaves them in the step. */
  keep(): Promise<void>;
  /** Forgets what was measured: the step has other weights now. */
  forget(): void;
}

/** What makes evaluated weights others than those of the moment. */
interface Evaluating {
  /** Whether running averages take the place of the weights. */
  readonly averages: boolean;
  /** Measures means and variances of the network's normalizations. Default: they stay. */
  readonly update?: () => Promise<void>;
  /** Steps done. */
  readonly steps: () => number;
}

export function evaluatedWeights<Tasks extends TaskMap>(
  { model }: Network<Tasks>,
  step: TrainStep<Tasks>,
  { averages, update, steps }: Evaluating,
): EvaluatedWeights {
  const places = trainableWeights(model).map(({ variable }) =>
    allWeights(model).findIndex((weight) => weight.variable === variable),
  );
  const changes = averages || update !== undefined;
  let measured: { readonly steps: number; readonly weights: readonly StateArray[] } | undefined;
  const weightsOf = (state: TrainState): readonly StateArray[] =>
    measured?.steps === steps() ? measured.weights : averages ? withAverages(state, places) : state.weights;
  const whilePredicting: EvaluatedWeights['whilePredicting'] = async (action) => {
    if (!changes) return action();
    const state = await step.readState();
    const weights = weightsOf(state);
    if (weights === state.weights) return action();
    await step.writeState({ ...state, weights });
    try {
      return await action();
    } finally {
      await step.writeState(state);
    }
  };
  const whileInNetwork: EvaluatedWeights['whileInNetwork'] = (action) =>
    whilePredicting(async () => {
      writeVariables(allWeights(model), (await step.readState()).weights);
      return action();
    });
  const measure: EvaluatedWeights['measure'] = async () => {
    if (update === undefined || measured?.steps === steps()) return;
    await whileInNetwork(async () => {
      await update();
      measured = { steps: steps(), weights: await readVariables(allWeights(model)) };
    });
  };
  return {
    measure,
    read: async () => weightsOf(await step.readState()),
    whilePredicting,
    whileInNetwork,
    keep: async () => {
      if (!changes) return;
      await measure();
      const state = await step.readState();
      const weights = weightsOf(state);
      if (weights !== state.weights) await step.writeState({ ...state, weights });
    },
    forget: () => (measured = undefined),
  };
}

/**
 * The weights with the averages in place of those that training changes by gradients; moving averages of normalizations
 * stay.
 */
function withAverages({ weights, optimizer }: TrainState, places: readonly number[]): readonly StateArray[] {
  const averages = optimizer.filter(isAverage);
  return weights.map((weight, index) => ({
    ...weight,
    values: averages[places.indexOf(index)]?.values ?? weight.values,
  }));
}

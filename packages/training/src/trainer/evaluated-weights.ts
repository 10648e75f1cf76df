import type { Network } from '@polyhead/model';
import type { TaskMap } from '@polyhead/core';
import type { NamedVariable } from '../optimizers/optimizer';
import { averageName } from '../optimizers/with-ema';
import { allWeights } from '../steps/network-weights';
import { readVariables, type NamedArray, type TrainState } from '../steps/train-state';
import type { TrainStep } from '../steps/train-step';
import type { RunPosition } from '../history/step-counter';
import { writeVariables } from '../steps/write-variables';

/**
 * The weights that a network is judged by: those of the moment or their running averages, with the moving averages of
 * batch normalization or, at the end of an epoch, the recomputed statistics. The step's own weights stay as they are.
 */
export interface EvalWeights {
  /** Their values. */
  read(): Promise<readonly NamedArray[]>;
  /** Runs `action`, a validation after the last step of an epoch, while the step predicts with them. */
  validate<T>(action: () => Promise<T>): Promise<T>;
  /** Runs `action` while the network itself has them, wherever an engine keeps its own. */
  whileInNetwork<T>(action: () => Promise<T>): Promise<T>;
  /** Leaves them in the step. */
  keep(): Promise<void>;
  /** Forgets what was measured: the step has other weights now. */
  forget(): void;
}

/** What makes evaluated weights others than those of the moment. */
interface Evaluating {
  /** True if running averages take the place of the weights. */
  readonly averages: boolean;
  /** What recomputes the batch normalization statistics of the network after so many steps; undefined if they stay. */
  readonly updateAt: (steps: number) => (() => Promise<void>) | undefined;
  /** Steps done, and batches of an unfinished epoch. */
  readonly position: () => Pick<RunPosition, 'step' | 'batch'>;
}

export function evaluatedWeights<Tasks extends TaskMap>(
  { model }: Network<Tasks>,
  step: TrainStep<Tasks>,
  evaluating: Evaluating,
): EvalWeights {
  const { averages } = evaluating;
  const variables = allWeights(model);
  let kept = false; // in the step: from then on its weights are those that the network is judged by
  const weightsOf = (state: TrainState): readonly NamedArray[] => {
    if (kept) return state.weights;
    return recomputed.weights() ?? (averages ? withAverages(state) : state.weights);
  };
  const recomputed = recomputedWeights(variables, step, weightsOf, evaluating);
  const differs = (): boolean => !kept && (averages || recomputed.weights() !== undefined);
  const writeEvaluated = async (state: TrainState): Promise<void> =>
    step.writeState({ ...state, weights: weightsOf(state) });
  const whilePredicting: EvalWeights['validate'] = async (action) => {
    if (!differs()) return action();
    const state = await step.readState();
    await writeEvaluated(state);
    try {
      return await action();
    } finally {
      await step.writeState(state);
    }
  };
  return {
    read: async () => {
      if (!kept) await recomputed.updateBetweenEpochs();
      return weightsOf(await step.readState());
    },
    validate: async (action) => {
      await recomputed.update();
      return whilePredicting(action);
    },
    whileInNetwork: async (action) => {
      if (!kept) await recomputed.updateBetweenEpochs();
      return whilePredicting(async () => {
        writeVariables(variables, (await step.readState()).weights);
        return action();
      });
    },
    keep: async () => {
      await recomputed.update();
      if (differs()) await writeEvaluated(await step.readState());
      kept = true;
    },
    forget: recomputed.forget,
  };
}

/** Weights with recomputed batch normalization statistics: they hold until the next step. */
interface RecomputedWeights {
  /** Their values; undefined if none were recomputed for the weights of this moment. */
  weights(): readonly NamedArray[] | undefined;
  /** Recomputes the statistics if that is due and not done yet. */
  update(): Promise<void>;
  /** The same, but not within an epoch, nor for weights that a callback has written. */
  updateBetweenEpochs(): Promise<void>;
  /** Forgets them. */
  forget(): void;
}

function recomputedWeights(
  variables: readonly NamedVariable[],
  step: TrainStep,
  weightsOf: (state: TrainState) => readonly NamedArray[],
  { updateAt, position }: Evaluating,
): RecomputedWeights {
  let done: { readonly step: number; readonly weights: readonly NamedArray[] } | undefined;
  let writtenAt: number | undefined;
  const weights = (): readonly NamedArray[] | undefined => (done?.step === position().step ? done.weights : undefined);
  const update = async (): Promise<void> => {
    const action = weights() === undefined ? updateAt(position().step) : undefined;
    if (action === undefined) return;
    const state = await step.readState();
    try {
      writeVariables(variables, weightsOf(state));
      await action();
      done = { step: position().step, weights: await readVariables(variables) };
    } finally {
      writeVariables(variables, state.weights); // the step may train these very variables
    }
  };
  return {
    weights,
    update,
    updateBetweenEpochs: async () => {
      const { step: steps, batch } = position();
      if (steps > 0 && batch === 0 && steps !== writtenAt) await update();
    },
    forget: () => {
      done = undefined;
      writtenAt = position().step;
    },
  };
}

/**
 * The weights with the averages in place of those that training changes by gradients; moving averages of normalizations
 * stay.
 */
function withAverages({ weights, optimizer }: TrainState): readonly NamedArray[] {
  const slots = new Map(optimizer.map(({ name, values }) => [name, values]));
  return weights.map((weight) => ({ ...weight, values: slots.get(averageName(weight.name)) ?? weight.values }));
}

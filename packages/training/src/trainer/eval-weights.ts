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
 * The weights that a network is evaluated with: the current ones or their moving averages, with the moving averages of
 * batch normalization or, at the end of an epoch, its recomputed statistics. The weights that the step trains stay as
 * they are.
 */
export interface EvalWeights {
  /** Returns their values. */
  read(): Promise<readonly NamedArray[]>;
  /** Recomputes the batch normalization statistics of the current weights if that is due and not done yet. */
  refreshBatchNorm(): Promise<void>;
  /** Runs `action` while the step predicts with them. */
  withEvalWeights<T>(action: () => Promise<T>): Promise<T>;
  /** Runs `action` while the model itself has them, even if an engine keeps its weights elsewhere. */
  withEvalWeightsInModel<T>(action: () => Promise<T>): Promise<T>;
  /** Leaves them in the step: from then on, they are its only weights. */
  commit(): Promise<void>;
  /** Drops the recomputed statistics, as the step has other weights now. */
  invalidate(): void;
}

/** What makes the weights for evaluation differ from the current ones. */
interface EvalWeightsOptions {
  /** True if moving averages replace the weights. */
  readonly hasAverages: boolean;
  /** Returns what recomputes the batch normalization statistics after so many steps; undefined if they stay. */
  readonly updateAt: (steps: number) => (() => Promise<void>) | undefined;
  /** Returns the steps done, and the batches of an unfinished epoch. */
  readonly position: () => Pick<RunPosition, 'step' | 'batch'>;
}

/** Creates the {@link EvalWeights} of a run. */
export function evalWeights<Tasks extends TaskMap>(
  { model }: Network<Tasks>,
  step: TrainStep<Tasks>,
  options: EvalWeightsOptions,
): EvalWeights {
  const { hasAverages } = options;
  const variables = allWeights(model);
  let isCommitted = false;
  const weightsOf = (state: TrainState): readonly NamedArray[] => {
    if (isCommitted) return state.weights;
    return recomputed.weights() ?? (hasAverages ? withAverages(state) : state.weights);
  };
  const recomputed = recomputedWeights(variables, step, weightsOf, options);
  const differs = (): boolean => !isCommitted && (hasAverages || recomputed.weights() !== undefined);
  const writeToStep = async (state: TrainState): Promise<void> =>
    step.writeState({ ...state, weights: weightsOf(state) });
  const withEvalWeights: EvalWeights['withEvalWeights'] = async (action) => {
    if (!differs()) return action();
    const state = await step.readState();
    await writeToStep(state);
    try {
      return await action();
    } finally {
      await step.writeState(state);
    }
  };
  return {
    read: async () => {
      if (!isCommitted) await recomputed.refreshBetweenEpochs();
      return weightsOf(await step.readState());
    },
    refreshBatchNorm: recomputed.refresh,
    withEvalWeights,
    withEvalWeightsInModel: async (action) => {
      if (!isCommitted) await recomputed.refreshBetweenEpochs();
      return withEvalWeights(async () => {
        writeVariables(variables, (await step.readState()).weights);
        return action();
      });
    },
    commit: async () => {
      await recomputed.refresh();
      if (differs()) await writeToStep(await step.readState());
      isCommitted = true;
    },
    invalidate: recomputed.invalidate,
  };
}

/** Weights with recomputed batch normalization statistics: they are valid until the next step. */
interface RecomputedWeights {
  /** Returns their values; undefined if none were recomputed for the current weights. */
  weights(): readonly NamedArray[] | undefined;
  /** Recomputes the statistics if that is due and not done yet. */
  refresh(): Promise<void>;
  /** Recomputes the statistics, but not within an epoch, nor for weights that a callback has written. */
  refreshBetweenEpochs(): Promise<void>;
  /** Drops them. */
  invalidate(): void;
}

function recomputedWeights(
  variables: readonly NamedVariable[],
  step: TrainStep,
  weightsOf: (state: TrainState) => readonly NamedArray[],
  { updateAt, position }: EvalWeightsOptions,
): RecomputedWeights {
  let recomputed: { readonly step: number; readonly weights: readonly NamedArray[] } | undefined;
  let writtenAt: number | undefined;
  const weights = (): readonly NamedArray[] | undefined =>
    recomputed?.step === position().step ? recomputed.weights : undefined;
  const refresh = async (): Promise<void> => {
    const update = weights() === undefined ? updateAt(position().step) : undefined;
    if (update === undefined) return;
    const state = await step.readState();
    try {
      writeVariables(variables, weightsOf(state));
      await update();
      recomputed = { step: position().step, weights: await readVariables(variables) };
    } finally {
      writeVariables(variables, state.weights); // the step may train these very variables
    }
  };
  return {
    weights,
    refresh,
    refreshBetweenEpochs: async () => {
      const { step: steps, batch } = position();
      if (steps > 0 && batch === 0 && steps !== writtenAt) await refresh();
    },
    invalidate: () => {
      recomputed = undefined;
      writtenAt = position().step;
    },
  };
}

/** Replaces the weights that gradients change by their averages; the moving averages of normalizations stay. */
function withAverages({ weights, optimizer }: TrainState): readonly NamedArray[] {
  const slots = new Map(optimizer.map(({ name, values }) => [name, values]));
  return weights.map((weight) => ({ ...weight, values: slots.get(averageName(weight.name)) ?? weight.values }));
}

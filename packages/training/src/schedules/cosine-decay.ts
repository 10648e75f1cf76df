import { assertObject, assertNumber } from '@polyhead/core';
import type { Schedule } from './schedule';

/** Options of {@link cosineDecay}. */
export interface CosineDecayOptions {
  /** Epochs in which the learning rate grows from 0 to the optimizer's, step by step; may be a fraction. Default 0. */
  readonly warmupEpochs?: number;
  /** Learning rate after the last step. Default 0. */
  readonly minLearningRate?: number;
}

const optionNames = { warmupEpochs: true, minLearningRate: true } satisfies Record<keyof CosineDecayOptions, true>;

/**
 * Creates a schedule that lowers the learning rate along half a cosine, from that of the optimizer to a minimum
 * (Loshchilov and Hutter, 2016), after a linear warm-up.
 *
 * @param options - Epochs of the warm-up and the last learning rate. Default: 0, 0.
 * @returns A schedule for `train`. In `train`, it throws INVALID_ARGUMENT if the warm-up is not shorter than the run.
 * @throws {PolyheadError} INVALID_ARGUMENT if an option is not valid.
 *
 * @example
 * ```ts
 * import { cosineDecay } from '@polyhead/training';
 * const schedule = cosineDecay({ warmupEpochs: 2 });
 * ```
 */
export function cosineDecay(options: CosineDecayOptions = {}): Schedule {
  assertObject('cosineDecay', options, { optionKeys: optionNames, example: '{ warmupEpochs: 2 }' });
  const { warmupEpochs = 0, minLearningRate = 0 } = options;
  assertNumber('cosineDecay', 'warmupEpochs', warmupEpochs, { min: 0 });
  assertNumber('cosineDecay', 'minLearningRate', minLearningRate, { min: 0 });
  return {
    start: ({ learningRate, epochs, stepsPerEpoch }) => {
      assertNumber(
        'cosineDecay',
        'warmupEpochs',
        warmupEpochs,
        { min: 0, below: epochs },
        'It is less than the "epochs" of the run.',
      );
      const warmup = Math.round(warmupEpochs * stepsPerEpoch);
      const rest = epochs * stepsPerEpoch - warmup;
      return {
        settings: { name: 'cosineDecay', warmupEpochs, minLearningRate, epochs },
        learningRate: (step) => {
          if (step < warmup) return (learningRate * (step + 1)) / warmup;
          const progress = rest === 0 ? 1 : Math.min(1, (step - warmup) / rest);
          return minLearningRate + ((learningRate - minLearningRate) * (1 + Math.cos(Math.PI * progress))) / 2;
        },
      };
    },
  };
}

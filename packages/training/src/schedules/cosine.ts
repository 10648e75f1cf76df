import { expectObject } from '@polyhead/tasks';
import { checkSetting } from '../check-setting';
import type { Schedule } from './schedule';

/** Options of {@link cosine}. */
export interface CosineOptions {
  /** Epochs in which the learning rate grows from 0 to the optimizer's, step by step; may be a fraction. Default 0. */
  readonly warmupEpochs?: number;
  /** Learning rate after the last step. Default 0. */
  readonly minimum?: number;
}

const optionNames = { warmupEpochs: true, minimum: true } satisfies Record<keyof CosineOptions, true>;

/**
 * Half a cosine from the optimizer's learning rate down to a minimum (Loshchilov and Hutter, 2016), after a straight
 * warm-up.
 *
 * Throws where the warm-up is not shorter than the run.
 *
 * @example
 * ```ts
 * import { cosine } from '@polyhead/training';
 * const schedule = cosine({ warmupEpochs: 2 });
 * ```
 */
export function cosine(options: CosineOptions = {}): Schedule {
  expectObject('cosine', options, { names: optionNames, example: '{ warmupEpochs: 2 }' });
  const { warmupEpochs = 0, minimum = 0 } = options;
  checkSetting(
    'cosine',
    'warmupEpochs',
    warmupEpochs,
    warmupEpochs >= 0 && warmupEpochs < Infinity,
    'a finite number of at least 0',
  );
  checkSetting('cosine', 'minimum', minimum, minimum >= 0 && minimum < Infinity, 'a finite number of at least 0');
  return {
    start: ({ learningRate, epochs, stepsPerEpoch }) => {
      checkSetting(
        'cosine',
        'warmupEpochs',
        warmupEpochs,
        warmupEpochs < epochs,
        `below the ${epochs} epochs of the run`,
      );
      const warmup = Math.round(warmupEpochs * stepsPerEpoch);
      const rest = epochs * stepsPerEpoch - warmup;
      return {
        settings: { name: 'cosine', warmupEpochs, minimum, epochs },
        learningRate: (step) => {
          if (step < warmup) return (learningRate * (step + 1)) / warmup;
          const progress = rest === 0 ? 1 : Math.min(1, (step - warmup) / rest);
          return minimum + ((learningRate - minimum) * (1 + Math.cos(Math.PI * progress))) / 2;
        },
      };
    },
  };
}

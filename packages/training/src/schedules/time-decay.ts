import { expectObject } from '@polyhead/tasks';
import { checkSetting } from '../check-setting';
import type { Schedule } from './schedule';

/** Options of {@link timeDecay}. */
export interface TimeDecayOptions {
  /** How much the divisor grows with each step. Default: learning rate / epochs, as in the article. */
  readonly decay?: number;
}

const optionNames = { decay: true } satisfies Record<keyof TimeDecayOptions, true>;

/**
 * learningRate / (1 + decay * step): what `Adam(lr, decay)` did in the Keras of the article.
 *
 * @example
 * ```ts
 * import { timeDecay } from '@polyhead/training';
 * const schedule = timeDecay({ decay: 1e-6 });
 * ```
 */
export function timeDecay(options: TimeDecayOptions = {}): Schedule {
  expectObject('timeDecay', options, { names: optionNames, example: '{ decay: 1e-6 }' });
  const { decay } = options;
  if (decay !== undefined)
    checkSetting('timeDecay', 'decay', decay, decay >= 0 && decay < Infinity, 'a finite number of at least 0');
  return {
    start: ({ learningRate, epochs }) => {
      const growth = decay ?? learningRate / epochs;
      return {
        settings: { name: 'timeDecay', decay: growth },
        learningRate: (step) => learningRate / (1 + growth * step),
      };
    },
  };
}

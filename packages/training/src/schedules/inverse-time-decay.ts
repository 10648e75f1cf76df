import { assertObject, assertNumber } from '@polyhead/core';
import type { Schedule } from './schedule';

/** Options of {@link inverseTimeDecay}. */
export interface InverseTimeDecayOptions {
  /** How much the divisor grows with each step. Default: learning rate / epochs, as in the article. */
  readonly decay?: number;
}

const optionNames = { decay: true } satisfies Record<keyof InverseTimeDecayOptions, true>;

/**
 * Creates a schedule with the learning rate learningRate / (1 + decay * step): what `Adam(lr, decay)` computed in the
 * Keras version of the article "Building a multi-output Convolutional Neural Network with Keras" (2020).
 *
 * @param options - Growth of the divisor per step. Default: learning rate / epochs, as in the article.
 * @returns A schedule for `train`.
 * @throws {PolyheadError} INVALID_ARGUMENT if `decay` is not a finite number of at least 0.
 *
 * @example
 * ```ts
 * import { inverseTimeDecay } from '@polyhead/training';
 * const schedule = inverseTimeDecay({ decay: 1e-6 });
 * ```
 */
export function inverseTimeDecay(options: InverseTimeDecayOptions = {}): Schedule {
  assertObject('inverseTimeDecay', options, { optionKeys: optionNames, example: '{ decay: 1e-6 }' });
  const { decay } = options;
  if (decay !== undefined) assertNumber('inverseTimeDecay', 'decay', decay, { min: 0 });
  return {
    start: ({ learningRate, epochs }) => {
      const growth = decay ?? learningRate / epochs;
      return {
        settings: { name: 'inverseTimeDecay', decay: growth },
        learningRate: (step) => learningRate / (1 + growth * step),
      };
    },
  };
}

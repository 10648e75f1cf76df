import { assertObject, assertNumber } from '@polyhead/core';
import type { Schedule } from './schedule';

/** Options of {@link oneCycle}. */
export interface OneCycleOptions {
  /** Share of the run in which the learning rate rises, between 0 and 1. Default 0.3. */
  readonly pctStart?: number;
  /** The first learning rate is the optimizer's divided by this. Default 25. */
  readonly divFactor?: number;
  /** The last learning rate is the first one divided by this. Default 10000. */
  readonly finalDivFactor?: number;
}

const optionNames = { pctStart: true, divFactor: true, finalDivFactor: true } satisfies Record<
  keyof OneCycleOptions,
  true
>;

/**
 * Creates a schedule that raises the learning rate to that of the optimizer and then lowers it for the rest of the run,
 * both along a cosine (Smith, 2018; the formula of PyTorch's OneCycleLR).
 *
 * @param options - Share of the run in which the learning rate rises, and the divisors of the first and the last one.
 * Default: 0.3, 25, 10000.
 * @returns A schedule for `train`.
 * @throws {PolyheadError} INVALID_ARGUMENT if an option is not valid.
 *
 * @example
 * ```ts
 * import { oneCycle } from '@polyhead/training';
 * const schedule = oneCycle({ pctStart: 0.2 });
 * ```
 */
export function oneCycle(options: OneCycleOptions = {}): Schedule {
  assertObject('oneCycle', options, { optionKeys: optionNames, example: '{ pctStart: 0.2 }' });
  const { pctStart = 0.3, divFactor = 25, finalDivFactor = 1e4 } = options;
  assertNumber('oneCycle', 'pctStart', pctStart, { above: 0, below: 1 });
  assertNumber('oneCycle', 'divFactor', divFactor, { min: 1 });
  assertNumber('oneCycle', 'finalDivFactor', finalDivFactor, { min: 1 });
  return {
    start: ({ learningRate, epochs, stepsPerEpoch }) => {
      const last = epochs * stepsPerEpoch - 1;
      const top = Math.max(0, pctStart * (last + 1) - 1);
      const first = learningRate / divFactor;
      return {
        settings: { name: 'oneCycle', pctStart, divFactor, finalDivFactor, epochs },
        learningRate: (step) =>
          step <= top
            ? cosineInterpolate(first, learningRate, top === 0 ? 1 : step / top)
            : cosineInterpolate(learningRate, first / finalDivFactor, Math.min(1, (step - top) / (last - top))),
      };
    },
  };
}

/** From one number to the other along half a cosine. */
function cosineInterpolate(from: number, to: number, progress: number): number {
  return to + ((from - to) * (1 + Math.cos(Math.PI * progress))) / 2;
}

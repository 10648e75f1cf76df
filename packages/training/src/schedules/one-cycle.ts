import { expectObject } from '@polyhead/tasks';
import { checkSetting } from '../check-setting';
import type { Schedule } from './schedule';

/** Options of {@link oneCycle}. */
export interface OneCycleOptions {
  /** Share of the run in which the learning rate rises, between 0 and 1. Default 0.3. */
  readonly riseShare?: number;
  /** The first learning rate is the optimizer's divided by this. Default 25. */
  readonly startDivisor?: number;
  /** The last learning rate is the first one divided by this. Default 10000. */
  readonly endDivisor?: number;
}

const optionNames = { riseShare: true, startDivisor: true, endDivisor: true } satisfies Record<
  keyof OneCycleOptions,
  true
>;

/**
 * One rise to the optimizer's learning rate and one long fall, both along a cosine (Smith, 2018; the formula of
 * PyTorch's OneCycleLR).
 *
 * @example
 * ```ts
 * import { oneCycle } from '@polyhead/training';
 * const schedule = oneCycle({ riseShare: 0.2 });
 * ```
 */
export function oneCycle(options: OneCycleOptions = {}): Schedule {
  expectObject('oneCycle', options, { names: optionNames, example: '{ riseShare: 0.2 }' });
  const { riseShare = 0.3, startDivisor = 25, endDivisor = 1e4 } = options;
  checkSetting('oneCycle', 'riseShare', riseShare, riseShare > 0 && riseShare < 1, 'between 0 and 1');
  checkSetting(
    'oneCycle',
    'startDivisor',
    startDivisor,
    startDivisor >= 1 && startDivisor < Infinity,
    'a finite number of at least 1',
  );
  checkSetting(
    'oneCycle',
    'endDivisor',
    endDivisor,
    endDivisor >= 1 && endDivisor < Infinity,
    'a finite number of at least 1',
  );
  return {
    start: ({ learningRate, epochs, stepsPerEpoch }) => {
      const last = epochs * stepsPerEpoch - 1;
      const top = Math.max(0, riseShare * (last + 1) - 1);
      const first = learningRate / startDivisor;
      return {
        settings: { name: 'oneCycle', riseShare, startDivisor, endDivisor, epochs },
        learningRate: (step) =>
          step <= top
            ? glide(first, learningRate, top === 0 ? 1 : step / top)
            : glide(learningRate, first / endDivisor, Math.min(1, (step - top) / (last - top))),
      };
    },
  };
}

/** From one number to the other along half a cosine. */
function glide(from: number, to: number, progress: number): number {
  return to + ((from - to) * (1 + Math.cos(Math.PI * progress))) / 2;
}

import { checkChoice, checkLoss, checkNumber, checkOption, lossSettings } from './checks';
import { describeValue } from './describe-value';
import { expectObject } from './expect-object';
import type { LossOptions, MetricFacts, RegressionTask, TaskSpec } from './task';

/** Losses of a regression. */
export type RegressionLoss = 'huber' | 'meanAbsoluteError' | 'meanSquaredError';

/** Options of {@link regression}. */
export interface RegressionOptions {
  /** The label that becomes the target 1: targets are label / scale. In label units. Default 1. */
  readonly scale?: number;
  /** Unit of the label for tables and figures. Default ''. */
  readonly unit?: string;
  /** Loss between target and output. Default `meanSquaredError`. */
  readonly loss?: RegressionLoss;
  /** Settings of the loss, in target units. Default {}. */
  readonly lossOptions?: LossOptions;
  /** Factor of this task's loss in the total loss. Default 1. */
  readonly lossWeight?: number;
  /** Smallest label that is accepted. Default -Infinity. */
  readonly min?: number;
  /** Largest label that is accepted. Default Infinity. */
  readonly max?: number;
}

const optionNames = { scale: true, unit: true, loss: true, min: true, max: true, ...lossSettings } satisfies Record<
  keyof RegressionOptions,
  true
>;

export const absoluteError: MetricFacts<'meanAbsoluteError'> = { name: 'meanAbsoluteError', higherIsBetter: false };

/**
 * A task whose label is a number: one linear output, trained on label / scale, predicted in label units.
 *
 * Throws where an option is out of its range, or `min` is not below `max`; the task's `value` throws on a label outside
 * `min`…`max`.
 *
 * @example
 * ```ts
 * import { regression } from '@polyhead/tasks';
 * const tasks = { age: regression({ scale: 116, unit: 'years', min: 0, lossWeight: 4 }) };
 * ```
 */
export function regression(options: RegressionOptions = {}): RegressionTask {
  expectObject('regression', options, { names: optionNames, example: "{ scale: 116, unit: 'years' }" });
  const { scale = 1, unit = '', min = -Infinity, max = Infinity } = options;
  const loss = checkChoice<RegressionLoss>('regression', 'loss', options.loss ?? 'meanSquaredError', [
    'huber',
    'meanAbsoluteError',
    'meanSquaredError',
  ]);
  const { lossOptions, lossWeight } = checkLoss('regression', options);
  checkOption('regression', 'scale', scale, Number.MIN_VALUE);
  if (!(typeof min === 'number' && typeof max === 'number' && min < max))
    throw new Error(
      `regression: expected numbers with "min" below "max", got min ${describeValue(min)} and max ${describeValue(max)}.`,
    );
  return {
    type: 'regression',
    kind: 'regression',
    units: 1,
    activation: 'linear',
    loss,
    lossOptions,
    lossWeight,
    metric: absoluteError,
    unit,
    value: (label) => checkNumber('regression', label, min, max),
    encode: (value, target, offset) => void (target[offset] = value / scale),
    outputValue: (output, offset) => (output[offset] ?? NaN) * scale,
    decode: (output, offset) => (output[offset] ?? NaN) * scale,
    toJSON: (): TaskSpec => ({
      kind: 'regression',
      scale,
      unit,
      loss,
      lossOptions,
      lossWeight,
      ...(min > -Infinity && { min }),
      ...(max < Infinity && { max }),
    }),
  };
}

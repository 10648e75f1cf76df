import { assertLossOptions, assertNumberLabel, lossSettings } from './task-options';
import { formatValue } from '../errors/format-value';
import { assertNumber } from '../validate/assert-number';
import { assertObject } from '../validate/assert-object';
import { assertOneOf } from '../validate/assert-one-of';
import type { LossOptions, TaskMetric, RegressionTask, TaskSpec } from './task';
import { invalidArgument } from '../errors/invalid-argument';

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

export const absoluteError: TaskMetric<'meanAbsoluteError'> = { name: 'meanAbsoluteError', higherIsBetter: false };

/**
 * Creates a task whose label is a number: one linear output, trained on label / scale, predicted in units of the label.
 *
 * @param options - Scale, unit and range of the labels, loss and its weight.
 * @returns The task. Its `value` throws if a label is outside `min` to `max`.
 * @throws {PolyheadError} `INVALID_ARGUMENT` if an option is unknown or out of range, or `min` is not below `max`.
 *
 * @example
 * ```ts
 * import { regression } from '@polyhead/core';
 * const tasks = { age: regression({ scale: 116, unit: 'years', min: 0, lossWeight: 4 }) };
 * ```
 */
export function regression(options: RegressionOptions = {}): RegressionTask {
  assertObject('regression', options, { optionKeys: optionNames, example: "{ scale: 116, unit: 'years' }" });
  const { scale = 1, unit = '', min = -Infinity, max = Infinity } = options;
  const loss = assertOneOf<RegressionLoss>('regression', 'loss', options.loss ?? 'meanSquaredError', [
    'huber',
    'meanAbsoluteError',
    'meanSquaredError',
  ]);
  const { lossOptions, lossWeight } = assertLossOptions('regression', options);
  assertNumber('regression', 'scale', scale, { above: 0 });
  if (!(typeof min === 'number' && typeof max === 'number' && min < max))
    throw invalidArgument(
      'regression',
      'expected numbers with "min" below "max"',
      `min ${formatValue(min)} and max ${formatValue(max)}`,
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
    value: (label) => assertNumberLabel('regression', label, min, max),
    encode: (value, target, offset) => void (target[offset] = value / scale),
    decodeValue: (output, offset) => (output[offset] ?? NaN) * scale,
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

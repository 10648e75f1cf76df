import { assertLabels, assertLossOptions, labelIndices, lossSettings } from './task-options';
import { type BinaryLoss, binaryLosses, classPrediction, share } from './classification';
import { assertObject } from '../validate/assert-object';
import { assertOneOf } from '../validate/assert-one-of';
import type { ClassificationTask, LossOptions, TaskSpec } from './task';
import { invalidArgument } from '../errors/invalid-argument';

/** Options of {@link binary}. */
export interface BinaryOptions {
  /** Loss between target and output. Default `binaryCrossentropy`. */
  readonly loss?: BinaryLoss;
  /** Settings of the loss. Default {}. */
  readonly lossOptions?: LossOptions;
  /** Factor of this task's loss in the total loss. Default 1. */
  readonly lossWeight?: number;
}

const optionNames = { loss: true, ...lossSettings } satisfies Record<keyof BinaryOptions, true>;

/**
 * Creates a task with two labels and one sigmoid output: the probability of the second label.
 *
 * @param labels - The two labels.
 * @param options - Loss and its weight.
 * @returns The task. Its `value` throws if a label is not one of the two.
 * @throws {PolyheadError} `INVALID_ARGUMENT` if there are not exactly two different labels, or an option is unknown or
 * out
 *   of range.
 *
 * @example
 * ```ts
 * import { binary } from '@polyhead/core';
 * const tasks = { ripe: binary(['no', 'yes']) };
 * ```
 */
export function binary<const Label extends string>(
  labels: readonly [Label, Label],
  options: BinaryOptions = {},
): ClassificationTask<Label> {
  assertObject('binary', options, { optionKeys: optionNames, example: '{ lossWeight: 0.5 }' });
  const loss = assertOneOf('binary', 'loss', options.loss ?? 'binaryCrossentropy', binaryLosses);
  const { lossOptions, lossWeight } = assertLossOptions('binary', options);
  const names = assertLabels<Label>('binary', labels);
  if (names.length !== 2)
    throw invalidArgument(
      'binary',
      'expected exactly two labels',
      `${names.length} (${names.slice(0, 12).join(', ')})`,
      'Use classification for more.',
    );
  const probabilities = (output: ArrayLike<number>, offset: number): number[] => [
    1 - (output[offset] ?? NaN),
    output[offset] ?? NaN,
  ];
  return {
    type: 'classification',
    kind: 'binary',
    units: 1,
    activation: 'sigmoid',
    loss,
    lossOptions,
    lossWeight,
    metric: share,
    labels: names,
    value: labelIndices('binary', names),
    encode: (value, target, offset) => void (target[offset] = value),
    decodeValue: (output, offset) => ((output[offset] ?? NaN) > 0.5 ? 1 : 0),
    probabilities,
    decode: (output, offset) => classPrediction(names, probabilities(output, offset)),
    toJSON: (): TaskSpec => ({ kind: 'binary', labels: names, loss, lossOptions, lossWeight }),
  };
}

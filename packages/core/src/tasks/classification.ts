import { assertLabels, assertLossOptions, labelIndices, lossSettings } from './task-options';
import { assertObject } from '../validate/assert-object';
import { assertOneOf } from '../validate/assert-one-of';
import type { ClassificationTask, ClassPrediction, LossOptions, TaskMetric, TaskSpec } from './task';

/** Losses of a classification. */
export type ClassificationLoss = 'categoricalCrossentropy' | 'categoricalFocalCrossentropy' | BinaryLoss;

/** Losses of outputs that each say yes or no. */
export type BinaryLoss = 'binaryCrossentropy' | 'binaryFocalCrossentropy';

export const binaryLosses: readonly BinaryLoss[] = ['binaryCrossentropy', 'binaryFocalCrossentropy'];
const losses: readonly ClassificationLoss[] = [
  'categoricalCrossentropy',
  'categoricalFocalCrossentropy',
  ...binaryLosses,
];

/** Options of {@link classification}. */
export interface ClassificationOptions {
  /**
   * Activation of the last layer: `softmax` for classes that exclude each other, `sigmoid` for one yes-or-no a class.
   * Default `softmax`.
   */
  readonly activation?: 'softmax' | 'sigmoid';
  /**
   * Loss between one-hot target and output. Default `categoricalCrossentropy` with softmax, `binaryCrossentropy` with
   * sigmoid.
   */
  readonly loss?: ClassificationLoss;
  /** Settings of the loss. Default {}. */
  readonly lossOptions?: LossOptions;
  /** Factor of this task's loss in the total loss. Default 1. */
  readonly lossWeight?: number;
}

const optionNames = { activation: true, loss: true, ...lossSettings } satisfies Record<
  keyof ClassificationOptions,
  true
>;

export const share: TaskMetric<'accuracy'> = { name: 'accuracy', higherIsBetter: true };

/**
 * Creates a task whose label is one of two or more names: one output for each class, one-hot targets.
 *
 * With `activation: 'sigmoid'` the outputs are scaled to add up to 1 before they are returned as probabilities; the
 * most probable class stays the same.
 *
 * @param labels - Names of the classes, in the order of the outputs.
 * @param options - Activation, loss and its weight.
 * @returns The task. Its `value` throws if a label is not in the list.
 * @throws {PolyheadError} `INVALID_ARGUMENT` if there are fewer than two labels, two are equal, or an option is unknown
 * or
 *   out of range.
 *
 * @example
 * ```ts
 * import { classification } from '@polyhead/core';
 * const tasks = { fruit: classification(['apple', 'pear', 'plum']) };
 * ```
 */
export function classification<const Label extends string>(
  labels: readonly Label[],
  options: ClassificationOptions = {},
): ClassificationTask<Label> {
  assertObject('classification', options, { optionKeys: optionNames, example: '{ lossWeight: 1.5 }' });
  const activation = assertOneOf('classification', 'activation', options.activation ?? 'softmax', [
    'softmax',
    'sigmoid',
  ]);
  const loss = assertOneOf(
    'classification',
    'loss',
    options.loss ?? (activation === 'softmax' ? 'categoricalCrossentropy' : 'binaryCrossentropy'),
    losses,
  );
  const { lossOptions, lossWeight } = assertLossOptions('classification', options);
  const names = assertLabels('classification', labels);
  const units = names.length;
  const probabilities = (output: ArrayLike<number>, offset: number): number[] => normalize(output, offset, units);
  return {
    type: 'classification',
    kind: 'classification',
    units,
    activation,
    loss,
    lossOptions,
    lossWeight,
    metric: share,
    labels: names,
    value: labelIndices('classification', names),
    encode: (value, target, offset) =>
      void target.fill(0, offset, offset + units).fill(1, offset + value, offset + value + 1),
    decodeValue: (output, offset) => argMax(output, offset, units),
    probabilities,
    decode: (output, offset) => classPrediction(names, probabilities(output, offset)),
    toJSON: (): TaskSpec => ({ kind: 'classification', labels: names, activation, loss, lossOptions, lossWeight }),
  };
}

export function classPrediction<Label extends string>(
  labels: readonly Label[],
  probabilities: readonly number[],
): ClassPrediction<Label> {
  const best = argMax(probabilities, 0, labels.length);
  const entries = labels.map((label, index) => [label, probabilities[index] ?? NaN]);
  return {
    label: labels[best] as Label,
    probability: probabilities[best] ?? NaN,
    probabilities: Object.fromEntries(entries) as Record<Label, number>,
  };
}

function argMax(values: ArrayLike<number>, offset: number, count: number): number {
  let best = 0;
  for (let index = 1; index < count; index++)
    if ((values[offset + index] ?? NaN) > (values[offset + best] ?? NaN)) best = index;
  return best;
}

/** The outputs divided by their sum; all equal where that sum is 0. */
function normalize(output: ArrayLike<number>, offset: number, count: number): number[] {
  const values = Array.from({ length: count }, (_, index) => output[offset + index] ?? NaN);
  const sum = values.reduce((total, value) => total + value, 0);
  return values.map((value) => (sum === 0 ? 1 / count : value / sum));
}

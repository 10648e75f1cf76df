import { assertLossOptions, assertNumberLabel, lossSettings } from './task-options';
import { formatValue } from '../errors/format-value';
import { mean, median } from './distribution-estimates';
import { assertNumber } from '../validate/assert-number';
import { assertObject } from '../validate/assert-object';
import { type DistributionEstimate, gaussianTarget } from './gaussian-target';
import { absoluteError } from './regression';
import type { LossOptions, RegressionTask, TaskSpec } from './task';
import { invalidArgument } from '../errors/invalid-argument';

/** Options of {@link ageDistribution}. */
export interface AgeDistributionOptions {
  /** Youngest age, in years: the first class. Default 0. */
  readonly min?: number;
  /** Oldest age, in years: the last class. Default 116. */
  readonly max?: number;
  /**
   * Width of the Gaussian of targets around the label, in years. With 0 the target is one-hot, or shared between the
   * two nearest years if the label is not a whole year. Default 2.
   */
  readonly sigma?: number;
  /**
   * Which age of the predicted distribution is the prediction: `mean` has the smallest squared error, `median` the
   * smallest absolute error. Default `mean`.
   */
  readonly estimate?: 'mean' | 'median';
  /** Settings of the categorical cross-entropy. Default {}. */
  readonly lossOptions?: LossOptions;
  /** Factor of this task's loss in the total loss. Default 1. */
  readonly lossWeight?: number;
}

const optionNames = { min: true, max: true, sigma: true, estimate: true, ...lossSettings } satisfies Record<
  keyof AgeDistributionOptions,
  true
>;

/**
 * Creates a task that predicts an age as a distribution over whole years: one softmax output for each year. The
 * prediction is the expected value or the median.
 *
 * The expected value over age classes is DEX (Rothe et al., 2018); Gaussian targets are label distribution learning
 * (Geng et al., 2013). The `estimate` of a target is exactly its label, also near `min` and `max`, where the Gaussian
 * is cut off: its center is moved outwards until the estimate is right, so that the youngest are not predicted too old
 * nor the oldest too young.
 *
 * @param options - Range of ages in years, width of the targets, estimate and loss. Default ages from 0 to 116.
 * @returns The task.
 * @throws {PolyheadError} `INVALID_ARGUMENT` if `min` and `max` are not whole years with `min < max`, or another option
 * is
 *   unknown or out of range.
 *
 * @example
 * ```ts
 * import { ageDistribution } from '@polyhead/core';
 * const tasks = { age: ageDistribution({ max: 100, sigma: 3 }) };
 * ```
 */
export function ageDistribution(options: AgeDistributionOptions = {}): RegressionTask {
  assertObject('ageDistribution', options, { optionKeys: optionNames, example: '{ max: 100 }' });
  const { min = 0, max = 116, sigma = 2, estimate = 'mean' } = options;
  const { lossOptions, lossWeight } = assertLossOptions('ageDistribution', options);
  if (!(Number.isInteger(min) && Number.isInteger(max) && min < max))
    throw invalidArgument(
      'ageDistribution',
      'expected whole years with "min" below "max"',
      `min ${formatValue(min)} and max ${formatValue(max)}`,
    );
  assertNumber('ageDistribution', 'sigma', sigma, { min: 0 });
  if (!Object.hasOwn(estimates, estimate))
    throw invalidArgument(
      'ageDistribution',
      `"estimate" must be ${Object.keys(estimates).join(' or ')}`,
      formatValue(estimate),
    );
  const units = max - min + 1;
  const encode = targetEncoder(units, sigma, estimates[estimate]);
  const decodeValue = (output: ArrayLike<number>, offset: number): number =>
    min + estimates[estimate](output, offset, units);
  return {
    type: 'regression',
    kind: 'ageDistribution',
    units,
    activation: 'softmax',
    loss: 'categoricalCrossentropy',
    lossOptions,
    lossWeight,
    metric: absoluteError,
    unit: 'years',
    value: (label) => assertNumberLabel('ageDistribution', label, min, max),
    encode: (value, target, offset) => encode(value - min, target.subarray(offset, offset + units)),
    decodeValue,
    decode: decodeValue,
    toJSON: (): TaskSpec => ({ kind: 'ageDistribution', min, max, sigma, estimate, lossOptions, lossWeight }),
  };
}

const estimates = { mean, median };

/** Most numbers of targets that a task keeps, so that each label is encoded once. */
const mostKept = 2 ** 20;

/** Writes the target of a label that is counted from the first class; its estimate is the label. */
function targetEncoder(
  units: number,
  sigma: number,
  estimate: DistributionEstimate,
): (label: number, target: Float32Array) => void {
  const kept = new Map<number, Float64Array>();
  return (label, target) => {
    const weights = kept.get(label) ?? gaussianTarget(label, units, sigma, estimate);
    if ((kept.size + 1) * units <= mostKept) kept.set(label, weights);
    const sum = weights.reduce((total, weight) => total + weight, 0);
    for (let index = 0; index < units; index++) target[index] = (weights[index] as number) / sum;
  };
}

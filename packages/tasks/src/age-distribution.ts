import { checkLoss, checkNumber, checkOption, lossSettings } from './checks';
import { describeValue } from './describe-value';
import { expectObject } from './expect-object';
import { absoluteError } from './regression';
import type { LossOptions, RegressionTask, TaskSpec } from './task';

/** Options of {@link ageDistribution}. */
export interface AgeDistributionOptions {
  /** Youngest age, in years: the first class. Default 0. */
  readonly min?: number;
  /** Oldest age, in years: the last class. Default 116. */
  readonly max?: number;
  /** Width of the Gaussian of targets around the true age, in years; 0 makes the target one-hot. Default 2. */
  readonly sigma?: number;
  /**
   * Which age of the predicted distribution is told: `mean` has the smallest squared error, `median` the smallest
   * absolute error. Default `mean`.
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
 * An age as a distribution over whole years, one softmax output a year, predicted as the expected value or the median.
 *
 * The expected value over age classes is DEX (Rothe et al., 2018); Gaussian targets are label distribution learning
 * (Geng et al., 2013).
 * Throws where `min` and `max` are not whole years with `min < max`, `sigma` is negative, or `estimate` is another
 * word.
 *
 * @example
 * ```ts
 * import { ageDistribution } from '@polyhead/tasks';
 * const tasks = { age: ageDistribution({ max: 100, sigma: 3 }) };
 * ```
 */
export function ageDistribution(options: AgeDistributionOptions = {}): RegressionTask {
  expectObject('ageDistribution', options, { names: optionNames, example: '{ max: 100 }' });
  const { min = 0, max = 116, sigma = 2, estimate = 'mean' } = options;
  const { lossOptions, lossWeight } = checkLoss('ageDistribution', options);
  if (!(Number.isInteger(min) && Number.isInteger(max) && min < max))
    throw new Error(
      `ageDistribution: expected whole years with "min" below "max", got min ${describeValue(min)} and max ${describeValue(max)}.`,
    );
  checkOption('ageDistribution', 'sigma', sigma, 0);
  if (!Object.hasOwn(estimates, estimate))
    throw new Error(
      `ageDistribution: expected "estimate" to be ${Object.keys(estimates).join(' or ')}, got ${describeValue(estimate)}.`,
    );
  const units = max - min + 1;
  const outputValue = (output: ArrayLike<number>, offset: number): number =>
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
    value: (label) => checkNumber('ageDistribution', label, min, max),
    encode: (value, target, offset) => spread(value - min, sigma, target.subarray(offset, offset + units)),
    outputValue,
    decode: outputValue,
    toJSON: (): TaskSpec => ({ kind: 'ageDistribution', min, max, sigma, estimate, lossOptions, lossWeight }),
  };
}

const estimates = { mean, median };

/** Expected class of a distribution. */
function mean(output: ArrayLike<number>, offset: number, units: number): number {
  let sum = 0;
  let weighted = 0;
  for (let index = 0; index < units; index++) {
    const probability = output[offset + index] ?? NaN;
    sum += probability;
    weighted += probability * index;
  }
  return weighted / sum;
}

/**
 * Where half of the probability lies below, each class being spread evenly from half a year before it to half a year
 * after.
 */
function median(output: ArrayLike<number>, offset: number, units: number): number {
  let rest = 0;
  for (let index = 0; index < units; index++) rest += (output[offset + index] ?? NaN) / 2;
  for (let index = 0; index < units; index++) {
    const probability = output[offset + index] ?? NaN;
    if (probability > 0 && rest <= probability) return index - 0.5 + rest / probability;
    rest -= probability;
  }
  return NaN;
}

/**
 * Fills `target` with a Gaussian around `center` that adds up to 1; without width, shares 1 between the two nearest
 * classes so that the expected value is `center`.
 */
function spread(center: number, sigma: number, target: Float32Array): void {
  const weight = (index: number): number =>
    sigma === 0 ? Math.max(0, 1 - Math.abs(index - center)) : Math.exp(-((index - center) ** 2) / (2 * sigma ** 2));
  let sum = 0;
  for (let index = 0; index < target.length; index++) sum += weight(index);
  for (let index = 0; index < target.length; index++) target[index] = weight(index) / sum;
}

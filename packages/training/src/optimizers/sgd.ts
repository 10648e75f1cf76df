import { assertObject, assertNumber } from '@polyhead/core';
import * as tf from '@tensorflow/tfjs-core';
import { hasCustomKernel, runCustomKernel } from '../custom-kernel';
import { builtInOptimizer } from './built-in-optimizer';
import { checkClipOptions, clipGradients, clipNames, type ClipOptions } from './clip-gradients';
import type { Optimizer, StepScalars } from './optimizer';
import { zeroSlots } from './optimizer-slots';

/** Options of {@link sgd}. */
export interface SgdOptions extends ClipOptions {
  /** Size of a step before any schedule. Default 0.01. */
  readonly learningRate?: number;
  /** Share of the last step that is repeated, 0 to 1. Default 0. */
  readonly momentum?: number;
  /** Whether the gradient is taken as if the repeated step were done already (Nesterov, 1983). Default false. */
  readonly nesterov?: boolean;
}

const optionNames = { learningRate: true, momentum: true, nesterov: 'boolean', ...clipNames } satisfies Record<
  keyof SgdOptions,
  true | 'boolean'
>;

/**
 * Creates the stochastic gradient descent optimizer, with momentum, and the formulas of Keras 3.
 *
 * @param options - Learning rate, momentum, Nesterov momentum and gradient clipping. Default: 0.01, 0, false, no
 * clipping.
 * @returns An optimizer for `train`; one optimizer can train any number of networks.
 * @throws {PolyheadError} INVALID_ARGUMENT if an option is not valid.
 *
 * @example
 * ```ts
 * import { sgd } from '@polyhead/training';
 * const optimizer = sgd({ learningRate: 0.1, momentum: 0.9, nesterov: true });
 * ```
 */
export function sgd(options: SgdOptions = {}): Optimizer {
  assertObject('sgd', options, { optionKeys: optionNames, example: '{ learningRate: 0.1, momentum: 0.9 }' });
  const { learningRate = 0.01, momentum = 0, nesterov = false, ...limits } = options;
  assertNumber('sgd', 'learningRate', learningRate, { min: 0 });
  assertNumber('sgd', 'momentum', momentum, { min: 0, max: 1 });
  const clip = checkClipOptions('sgd', limits);
  return builtInOptimizer({
    settings: { name: 'sgd', learningRate, momentum, nesterov, ...clip },
    learningRate,
    start: (weights) => {
      const slots = momentum === 0 ? [] : zeroSlots('momentum', weights);
      const apply = (gradients: readonly tf.Tensor[], clock: StepScalars): void =>
        clipGradients(gradients, clip).forEach((gradient, index) => {
          const weight = weights[index]?.variable as tf.Variable;
          const velocity = slots[index]?.variable;
          if (velocity === undefined) applyUpdate(weight, gradient, clock);
          else applyMomentum(weight, gradient, velocity, clock, { momentum, nesterov });
        });
      return { slots, apply };
    },
  });
}

function applyUpdate(weight: tf.Variable, gradient: tf.Tensor, { learningRate, numbers }: StepScalars): void {
  if (numbers === undefined || !hasCustomKernel('PolyheadSgd'))
    return weight.assign(tf.sub(weight, tf.mul(gradient, learningRate)));
  const [next] = runCustomKernel('PolyheadSgd', { weight, gradient }, { learningRate: numbers.learningRate });
  weight.assign(next as tf.Tensor);
}

/** velocity' = momentum * velocity - learningRate * gradient. */
function applyMomentum(
  weight: tf.Variable,
  gradient: tf.Tensor,
  velocity: tf.Variable,
  clock: StepScalars,
  rule: Required<Pick<SgdOptions, 'momentum' | 'nesterov'>>,
): void {
  const { momentum, nesterov } = rule;
  if (clock.numbers !== undefined && hasCustomKernel('PolyheadMomentum')) {
    const pull = -clock.numbers.learningRate;
    const attributes = {
      momentum,
      intake: pull,
      accumulatorStep: nesterov ? momentum : 1,
      gradientStep: nesterov ? pull : 0,
    };
    const [next, accumulator] = runCustomKernel(
      'PolyheadMomentum',
      { weight, gradient, accumulator: velocity },
      attributes,
    );
    weight.assign(next as tf.Tensor);
    velocity.assign(accumulator as tf.Tensor);
    return;
  }
  const push = tf.mul(gradient, clock.learningRate);
  velocity.assign(tf.sub(tf.mul(velocity, momentum), push));
  weight.assign(tf.add(weight, nesterov ? tf.sub(tf.mul(velocity, momentum), push) : velocity));
}

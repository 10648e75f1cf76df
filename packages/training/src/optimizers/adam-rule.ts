import { assertNumber } from '@polyhead/core';
// What adam and adamW share.
import * as tf from '@tensorflow/tfjs-core';
import { builtInOptimizer } from './built-in-optimizer';
import { checkClipOptions, clipGradients, clipNames, type ClipOptions } from './clip-gradients';
import type { NamedVariable, Optimizer, StepScalars } from './optimizer';
import { zeroSlots } from './optimizer-slots';
import { hasCustomKernel, runCustomKernel } from '../custom-kernel';

/** Options of {@link adam}. */
export interface AdamOptions extends ClipOptions {
  /** Size of a step before any schedule. Default 0.001. */
  readonly learningRate?: number;
  /** Share of the first moment that is kept, 0 to 1. Default 0.9. */
  readonly beta1?: number;
  /** Share of the second moment that is kept, 0 to 1. Default 0.999. */
  readonly beta2?: number;
  /** Added to the root of the second moment. Default 1e-7. */
  readonly epsilon?: number;
}

export const adamNames = { learningRate: true, beta1: true, beta2: true, epsilon: true, ...clipNames } satisfies Record<
  keyof AdamOptions,
  true
>;

/** Which weights decay, and how much. */
interface Decay {
  readonly weightDecay: number;
  readonly exclude: readonly string[];
}

interface Settings extends Required<Omit<AdamOptions, keyof ClipOptions>>, Decay {}

/** What one step does to every weight, as tensors. */
interface Factors {
  readonly stepSize: tf.Tensor;
  readonly decay: tf.Tensor;
}

/**
 * Without `decay` no weight does, and the settings do not speak of it: what makes the optimizer takes its own settings.
 */
export function createAdam(name: 'adam' | 'adamW', options: AdamOptions, decay?: Decay): Optimizer {
  const { learningRate = 0.001, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7, ...limits } = options;
  const rates = { learningRate, beta1, beta2, epsilon };
  const settings: Settings = { ...rates, weightDecay: 0, exclude: [], ...decay };
  checkSettings(name, settings);
  const clip = checkClipOptions(name, limits);
  return builtInOptimizer({
    settings: { name, ...rates, ...decay, ...clip },
    learningRate,
    start: (weights) => {
      const first = zeroSlots('first', weights);
      const second = zeroSlots('second', weights);
      const apply = (gradients: readonly tf.Tensor[], clock: StepScalars): void => {
        const update = updateFunction(clock, settings);
        clipGradients(gradients, clip).forEach((gradient, index) => {
          const [weight, m, v] = [weights[index], first[index], second[index]] as [
            NamedVariable,
            NamedVariable,
            NamedVariable,
          ];
          update(weight, gradient, m.variable, v.variable);
        });
      };
      return { slots: [...first, ...second], apply };
    },
  });
}

type Update = (weight: NamedVariable, gradient: tf.Tensor, m: tf.Variable, v: tf.Variable) => void;

/** By the engine's kernel where there is one and the numbers are known, else by tensor operations. */
function updateFunction(clock: StepScalars, settings: Settings): Update {
  const { numbers } = clock;
  if (numbers === undefined || !hasCustomKernel('PolyheadAdam')) return tensorUpdate(clock, settings);
  const { beta1, beta2, epsilon, weightDecay, exclude } = settings;
  const time = numbers.step + 1;
  const stepSize = (numbers.learningRate * Math.sqrt(1 - beta2 ** time)) / (1 - beta1 ** time);
  return (named, gradient, m, v) => {
    const { variable } = named;
    const decay = isDecayed(named, exclude) ? numbers.learningRate * weightDecay : 0;
    const [weight, first, second] = runCustomKernel(
      'PolyheadAdam',
      { weight: variable, gradient, m, v },
      { beta1, beta2, epsilon, stepSize, secondScale: 1, decay },
    );
    variable.assign(weight as tf.Tensor);
    m.assign(first as tf.Tensor);
    v.assign(second as tf.Tensor);
  };
}

function tensorUpdate(clock: StepScalars, settings: Settings): Update {
  const { beta1, beta2, epsilon, exclude } = settings;
  const { stepSize, decay } = biasCorrections(clock, settings);
  return (named, gradient, m, v) => {
    const { variable } = named;
    m.assign(tf.add(m, tf.mul(tf.sub(gradient, m), 1 - beta1)));
    v.assign(tf.add(v, tf.mul(tf.sub(tf.square(gradient), v), 1 - beta2)));
    const kept =
      settings.weightDecay > 0 && isDecayed(named, exclude) ? tf.sub(variable, tf.mul(variable, decay)) : variable;
    variable.assign(tf.sub(kept, tf.div(tf.mul(m, stepSize), tf.add(tf.sqrt(v), epsilon))));
  };
}

/** 1 - beta ** time as -expm1(time * log(beta)): float32 would lose five digits of 1 - 0.999. */
function biasCorrections({ learningRate, step }: StepScalars, { beta1, beta2, weightDecay }: Settings): Factors {
  const time = tf.add(tf.cast(step, 'float32'), 1);
  const missing = (beta: number): tf.Tensor =>
    beta === 0 ? tf.onesLike(time) : tf.neg(tf.expm1(tf.mul(time, Math.log(beta))));
  return {
    stepSize: tf.div(tf.mul(learningRate, tf.sqrt(missing(beta2))), missing(beta1)),
    decay: tf.mul(learningRate, weightDecay),
  };
}

function isDecayed({ name, weightDecay = true }: NamedVariable, exclude: readonly string[]): boolean {
  return weightDecay && !exclude.some((part) => name.includes(part));
}

function checkSettings(where: string, { learningRate, beta1, beta2, epsilon, weightDecay }: Settings): void {
  assertNumber(where, 'learningRate', learningRate, { min: 0 });
  assertNumber(where, 'beta1', beta1, { min: 0, below: 1 });
  assertNumber(where, 'beta2', beta2, { min: 0, below: 1 });
  assertNumber(where, 'epsilon', epsilon, { min: 0 });
  assertNumber(where, 'weightDecay', weightDecay, { min: 0 });
}

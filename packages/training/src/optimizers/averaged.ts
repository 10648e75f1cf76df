import * as tf from '@tensorflow/tfjs-core';
import type { NamedVariable, Optimizer, StepClock } from './optimizer';
import { zeroSlots } from './optimizer-slots';

const slot = 'average';

/**
 * The same optimizer, which also keeps a running average of every weight among its slots: average' = average * d +
 * weight * (1 - d), where d grows from 0 to `decay` as step / (step + 9) does.
 */
export function averaged(optimizer: Optimizer, decay: number): Optimizer {
  return {
    ...optimizer,
    settings: { ...optimizer.settings, averageDecay: decay },
    start: (weights) => {
      const inner = optimizer.start(weights);
      const averages = zeroSlots(slot, weights);
      return {
        slots: [...inner.slots, ...averages],
        apply: (gradients, clock) => {
          inner.apply(gradients, clock);
          const share = newShare(clock, decay);
          averages.forEach(({ variable }, index) => {
            const weight = weights[index] as NamedVariable;
            variable.assign(tf.add(variable, tf.mul(tf.sub(weight.variable, variable), share)));
          });
        },
      };
    },
  };
}

/** Whether a slot is the average of a weight. */
export function isAverage({ name }: { readonly name: string }): boolean {
  return name.startsWith(`${slot}/`);
}

/** 1 - d. */
function newShare({ step }: StepClock, decay: number): tf.Tensor {
  const done = tf.cast(step, 'float32');
  return tf.sub(1, tf.minimum(decay, tf.div(done, tf.add(done, 9))));
}

import * as tf from '@tensorflow/tfjs-core';
import type { NamedVariable, Optimizer, StepScalars } from './optimizer';
import { zeroSlots } from './optimizer-slots';

const slot = 'average';

/**
 * The same optimizer, which also keeps an exponential moving average of every weight among its slots: average' =
 * average * d + weight * (1 - d), where d grows from 0 to `decay` as step / (step + 9) does.
 *
 * With a decay near 1 the increments are too small for float32, which would drop most of each. So an average is a pair
 * of float32 numbers whose sum it is, about 48 bits in all: the slot `average/…` is the sum rounded to float32, and
 * `averageRest/…` is what rounding left over (Dekker, 1971).
 */
export function withEma(optimizer: Optimizer, decay: number): Optimizer {
  return {
    ...optimizer,
    settings: { ...optimizer.settings, emaDecay: decay },
    start: (weights) => {
      const inner = optimizer.start(weights);
      const averages = zeroSlots(slot, weights);
      const rests = zeroSlots(`${slot}Rest`, weights);
      return {
        slots: [...inner.slots, ...averages, ...rests],
        apply: (gradients, clock) => {
          inner.apply(gradients, clock);
          const share = emaUpdateRate(clock, decay);
          weights.forEach(({ variable }, index) => {
            const [average, rest] = [averages[index], rests[index]] as [NamedVariable, NamedVariable];
            tf.tidy(() => moveTowards(variable, average.variable, rest.variable, share));
          });
        },
      };
    },
  };
}

/** True if a slot is the average of a weight. */
export function isAverage({ name }: { readonly name: string }): boolean {
  return name.startsWith(`${slot}/`);
}

/** Name of the slot that holds the average of a weight. */
export function averageName(weight: string): string {
  return `${slot}/${weight}`;
}

/** Adds the share of the way from `average + rest` to the weight to the pair, by Dekker's Fast2Sum. */
function moveTowards(weight: tf.Variable, average: tf.Variable, rest: tf.Variable, share: tf.Tensor): void {
  const gap = tf.sub(tf.sub(weight, average), rest);
  const increment = tf.add(tf.mul(gap, share), rest);
  const sum = tf.add(average, increment);
  rest.assign(tf.sub(increment, tf.sub(sum, average)));
  average.assign(sum);
}

/** 1 - d, which float32 would lose digits of if it were computed from d. */
function emaUpdateRate({ step }: StepScalars, decay: number): tf.Tensor {
  return tf.maximum(1 - decay, tf.div(9, tf.add(tf.cast(step, 'float32'), 9)));
}

import * as tf from '@tensorflow/tfjs-core';
import type { NamedVariable } from './optimizer';

/** One variable of zeros for each weight, named `<slot>/<weight>`. */
export function zeroSlots(slot: string, weights: readonly NamedVariable[]): readonly NamedVariable[] {
  return weights.map(({ name, variable }) => ({
    name: `${slot}/${name}`,
    variable: tf.tidy(() => tf.variable(tf.zeros(variable.shape), false)),
  }));
}

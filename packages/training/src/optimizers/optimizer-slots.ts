import * as tf from '@tensorflow/tfjs-core';
import type { NamedVariable } from './optimizer';

/** One variable of zeros for each weight, named `<slot>/<weight>`. */
export function zeroSlots(slot: string, weights: readonly NamedVariable[]): readonly NamedVariable[] {
  return weights.map(({ name, variable }) => ({ name: `${slot}/${name}`, variable: tf.tidy(() => tf.variable(tf.zeros(variable.shape), false)) }));
}

/** Checks what the types cannot: a number in a range, both ends included unless said otherwise. */
export function checkSetting(where: string, name: string, value: number, holds: boolean, expected: string): void {
  if (!holds) throw new Error(`${where}: expected "${name}" to be ${expected}, got ${value}.`);
}

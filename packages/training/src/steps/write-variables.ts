import * as tf from '@tensorflow/tfjs-core';
import type { NamedVariable } from '../optimizers/optimizer';
import type { NamedArray } from './train-state';

/** Copies arrays into variables of the same shapes. */
export function writeVariables(variables: readonly NamedVariable[], arrays: readonly NamedArray[]): void {
  tf.tidy(() => {
    // A copy: the cpu backend would keep the caller's own array.
    variables.forEach(({ variable }, index) =>
      variable.assign(tf.tensor(Float32Array.from(arrays[index]?.values ?? []), variable.shape, 'float32')),
    );
  });
}

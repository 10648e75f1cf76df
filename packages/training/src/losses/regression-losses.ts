// Losses between numbers, as in Keras: the mean over the units of an image.
import * as tf from '@tensorflow/tfjs-core';
import { type Loss, type LossTask, sumOver } from './loss';

export function meanSquaredError({ units }: LossTask): Loss {
  return {
    tensor: (target, output) => tf.mean(tf.squaredDifference(output, target), -1),
    value: (target, output, offset) => meanDifference(units, target, output, offset, (error) => error ** 2),
  };
}

export function meanAbsoluteError({ units }: LossTask): Loss {
  return {
    tensor: (target, output) => tf.mean(tf.abs(tf.sub(output, target)), -1),
    value: (target, output, offset) => meanDifference(units, target, output, offset, Math.abs),
  };
}

/** Square up to `delta`, straight beyond (Huber, 1964). */
export function huber({ units, lossOptions: { delta = 1 } }: LossTask): Loss {
  const plain = (error: number): number => {
    const square = Math.min(Math.abs(error), delta);
    return 0.5 * square ** 2 + delta * (Math.abs(error) - square);
  };
  return {
    tensor: (target, output) => {
      const error = tf.abs(tf.sub(output, target));
      const square = tf.minimum(error, delta);
      return tf.mean(tf.add(tf.mul(0.5, tf.square(square)), tf.mul(delta, tf.sub(error, square))), -1);
    },
    value: (target, output, offset) => meanDifference(units, target, output, offset, plain),
  };
}

function meanDifference(
  units: number,
  target: ArrayLike<number>,
  output: ArrayLike<number>,
  offset: number,
  term: (error: number) => number,
): number {
  return sumOver(units, offset, (index) => term((output[index] ?? NaN) - (target[index] ?? NaN))) / units;
}

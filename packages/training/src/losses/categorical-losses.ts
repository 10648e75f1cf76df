// Losses between distributions over classes, as in Keras: the sum over the classes of an image.
import * as tf from '@tensorflow/tfjs-core';
import { power } from './binary-losses';
import { epsilon, type Loss, type LossTask, sumOver, tiny } from './loss';

/** Factor of the focal loss in Keras, where it balances classes. */
const alpha = 0.25;

export function categoricalCrossentropy({ units, lossOptions: { labelSmoothing = 0 } }: LossTask): Loss {
  return {
    tensor: (target, output, logits) =>
      tf.neg(tf.sum<tf.Tensor1D>(tf.mul(smooth(target, labelSmoothing, units), logOf(output, logits)), -1)),
    value: (target, output, offset) => {
      const sum = sumOver(units, offset, (index) => output[index] ?? NaN);
      return -sumOver(
        units,
        offset,
        (index) => smoothArray(target[index], labelSmoothing, units) * logArray((output[index] ?? NaN) / sum),
      );
    },
  };
}

/**
 * Cross-entropy with each class' term times 0.25 * (1 - its probability) ** gamma (Lin et al., 2017, as Keras extends
 * it).
 */
export function categoricalFocalCrossentropy({
  units,
  lossOptions: { labelSmoothing = 0, gamma = 2 },
}: LossTask): Loss {
  return {
    tensor: (target, output, logits) => {
      const terms = tf.mul(smooth(target, labelSmoothing, units), logOf(output, logits));
      const factors = tf.mul(alpha, power(tf.sub<tf.Tensor2D>(1, shareOf(output)), gamma));
      return tf.neg(tf.sum<tf.Tensor1D>(tf.mul(factors, terms), -1));
    },
    value: (target, output, offset) => {
      const sum = sumOver(units, offset, (index) => output[index] ?? NaN);
      return -sumOver(units, offset, (index) => {
        const share = (output[index] ?? NaN) / sum;
        return alpha * (1 - share) ** gamma * smoothArray(target[index], labelSmoothing, units) * logArray(share);
      });
    },
  };
}

function smooth(target: tf.Tensor2D, labelSmoothing: number, units: number): tf.Tensor2D {
  return labelSmoothing === 0 ? target : tf.add(tf.mul(target, 1 - labelSmoothing), labelSmoothing / units);
}

function smoothArray(target = NaN, labelSmoothing: number, units: number): number {
  return target * (1 - labelSmoothing) + labelSmoothing / units;
}

/** Outputs divided by their sum, which changes nothing after a softmax. */
function shareOf(output: tf.Tensor2D): tf.Tensor2D {
  return tf.div(output, tf.sum(output, -1, true));
}

function logOf(output: tf.Tensor2D, logits?: tf.Tensor2D): tf.Tensor2D {
  return logits === undefined ? tf.log(tf.clipByValue(shareOf(output), epsilon, 1 - epsilon)) : tf.logSoftmax(logits);
}

function logArray(share: number): number {
  return Math.log(Math.max(share, tiny));
}

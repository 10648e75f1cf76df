// Losses of units that each say yes or no, as in Keras: the mean over the units of an image.
import * as tf from '@tensorflow/tfjs-core';
import { epsilon, type Loss, type LossTask, sumOver, tiny } from './loss';

export function binaryCrossentropy({ units, lossOptions: { labelSmoothing = 0 } }: LossTask): Loss {
  return {
    tensor: (target, output, logits) =>
      tf.mean<tf.Tensor1D>(crossentropy(smooth(target, labelSmoothing), output, logits), -1),
    value: (target, output, offset) =>
      sumOver(units, offset, (index) =>
        crossentropyArray(smoothArray(target[index], labelSmoothing), output[index] ?? NaN),
      ) / units,
  };
}

/** Cross-entropy times (1 - probability of the truth) ** gamma (Lin et al., 2017). */
export function binaryFocalCrossentropy({ units, lossOptions: { labelSmoothing = 0, gamma = 2 } }: LossTask): Loss {
  return {
    tensor: (target, output, logits) => {
      const truth = smooth(target, labelSmoothing);
      const miss: tf.Tensor2D = tf.add(tf.mul(truth, complement(output, logits)), tf.mul(tf.sub(1, truth), output));
      return tf.mean(tf.mul(power(miss, gamma), crossentropy(truth, output, logits)), -1);
    },
    value: (target, output, offset) =>
      sumOver(units, offset, (index) => {
        const truth = smoothArray(target[index], labelSmoothing);
        const yes = output[index] ?? NaN;
        return (truth * (1 - yes) + (1 - truth) * yes) ** gamma * crossentropyArray(truth, yes);
      }) / units,
  };
}

/** base ** exponent for a base from 0 to 1, with a finite gradient at 0. */
export function power(base: tf.Tensor2D, exponent: number): tf.Tensor2D {
  if (exponent === 0) return tf.onesLike(base);
  return exponent === 1 ? base : tf.pow(tf.maximum(base, epsilon), exponent);
}

function smooth(target: tf.Tensor2D, labelSmoothing: number): tf.Tensor2D {
  return labelSmoothing === 0 ? target : tf.add(tf.mul(target, 1 - labelSmoothing), 0.5 * labelSmoothing);
}

function smoothArray(target = NaN, labelSmoothing: number): number {
  return target * (1 - labelSmoothing) + 0.5 * labelSmoothing;
}

/** 1 - output; from the logits it stays exact where the output is next to 1. */
function complement(output: tf.Tensor2D, logits?: tf.Tensor2D): tf.Tensor2D {
  return logits === undefined ? tf.sub<tf.Tensor2D>(1, output) : tf.sigmoid(tf.neg(logits));
}

function crossentropy(truth: tf.Tensor2D, output: tf.Tensor2D, logits?: tf.Tensor2D): tf.Tensor2D {
  if (logits !== undefined) return sigmoidCrossentropy(truth, logits);
  const yes = tf.clipByValue(output, epsilon, 1 - epsilon);
  const no = tf.sub<tf.Tensor2D>(1, yes);
  const sum: tf.Tensor2D = tf.add(tf.mul(truth, tf.log(yes)), tf.mul(tf.sub(1, truth), tf.log(no)));
  return tf.neg(sum);
}

/** max(x, 0) - x * truth + log(1 + exp(-|x|)), whose gradient is sigmoid(x) - truth: neither overflows. */
function sigmoidCrossentropy(truth: tf.Tensor2D, logits: tf.Tensor2D): tf.Tensor2D {
  const compute = tf.customGrad((x, save) => {
    (save as tf.GradSaveFunc)([x as tf.Tensor, truth]); // the tape would free a smoothed truth
    const value = tf.add(
      tf.sub(tf.relu(x as tf.Tensor), tf.mul(x as tf.Tensor, truth)),
      tf.log1p(tf.exp(tf.neg(tf.abs(x as tf.Tensor)))),
    );
    return {
      value,
      gradFunc: (dy, [input, saved]) => tf.mul(dy, tf.sub(tf.sigmoid(input as tf.Tensor), saved as tf.Tensor)),
    };
  });
  return compute(logits) as tf.Tensor2D;
}

/** Half a float32 step below 1: what is left of 1 - output where the output was rounded to 1. */
const rest = 2 ** -25;

function crossentropyArray(truth: number, yes: number): number {
  return -(truth * Math.log(Math.max(yes, tiny)) + (1 - truth) * Math.log(Math.max(1 - yes, rest)));
}

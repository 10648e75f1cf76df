// A batch in parts, one after the other, so that only one part's activations are in memory at a time.
import { PolyheadError, assertWholeNumber } from '@polyhead/core';
import * as tf from '@tensorflow/tfjs-core';
import type { StepScalars } from '../optimizers/optimizer';
import { mix } from '../layer-patches/noise';

/**
 * Gradients of a batch's total loss, one a weight, and its results: scalars that are means over the batch, and tensors
 * with a row for each image.
 */
export type Gradients = [gradients: tf.Tensor[], results: tf.Tensor[]];

/** The forward and backward pass over some images. */
export type ComputeGradients = (images: tf.Tensor4D, targets: readonly tf.Tensor2D[], clock: StepScalars) => Gradients;

/**
 * What `compute` gives for the whole batch, put together from parts of at most `most` images: means weighted by the
 * parts' sizes, rows one after the other.
 */
export function accumulateGradients(compute: ComputeGradients, most: number): ComputeGradients {
  return (images, targets, clock) => {
    const sizes = microBatchSizes(images.shape[0], most);
    if (sizes.length === 1) return compute(images, targets, clock);
    let sum: Gradients | undefined;
    let begin = 0;
    for (const [index, size] of sizes.entries()) {
      const add = (from: number): Gradients => {
        const part = compute(
          sliceRows(images, from, size),
          targets.map((target) => sliceRows(target, from, size)),
          microStepScalars(clock, index),
        );
        return addGradients(sum, part, size / images.shape[0]);
      };
      const before = sum;
      const start = begin;
      sum = tf.tidy(() => add(start));
      tf.dispose(before);
      begin += size;
    }
    return sum as Gradients;
  };
}

/** Throws if the size is given and is not a whole number of at least 1. */
export function checkMicroBatchSize(size: number | undefined): void {
  if (size !== undefined) assertWholeNumber('train', 'microBatchSize', size, 1, 'Pass e.g. 32, or leave it out.');
}

/**
 * As few parts as can be, none above `most`, and as equal as can be: batch normalization has little to go by in a small
 * one.
 */
export function microBatchSizes(size: number, most: number): readonly number[] {
  const count = Math.max(1, Math.ceil(size / most));
  return Array.from(
    { length: count },
    (_, index) => Math.floor(((index + 1) * size) / count) - Math.floor((index * size) / count),
  );
}

function addGradients(sum: Gradients | undefined, [gradients, results]: Gradients, share: number): Gradients {
  const add = (tensor: tf.Tensor, before: tf.Tensor | undefined): tf.Tensor => {
    const scaled = tf.mul(tensor, share);
    return before === undefined ? scaled : tf.add(before, scaled);
  };
  const join = (tensor: tf.Tensor, before: tf.Tensor | undefined): tf.Tensor =>
    before === undefined ? tensor : tf.concat([before, tensor]);
  return [
    gradients.map((tensor, index) => add(tensor, sum?.[0][index])),
    results.map((tensor, index) => (tensor.rank === 0 ? add : join)(tensor, sum?.[1][index])),
  ];
}

/**
 * The noise of each part is another one, in every step; the first part's is that of an undivided batch. Mixed before
 * the shift to 31 bits, as that would drop the bit in which steps 2k and 2k + 1 differ.
 */
function microStepScalars(clock: StepScalars, index: number): StepScalars {
  const { numbers } = clock;
  if (numbers === undefined)
    throw new PolyheadError(
      'UNSUPPORTED_OPERATION',
      'train: a step with "microBatchSize" cannot be traced. Pass compile: false, or leave "microBatchSize" out.',
    );
  return index === 0
    ? clock
    : { ...clock, numbers: { ...numbers, step: mix((numbers.step ^ mix(index)) >>> 0) >>> 1 } };
}

function sliceRows<T extends tf.Tensor>(tensor: T, begin: number, size: number): T {
  return tf.slice(tensor, [begin], [size]);
}

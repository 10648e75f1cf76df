// What the operations must give: by plain JavaScript, without the gradients that tfjs lacks or gets wrong there.
import * as tf from '@tensorflow/tfjs-core';
import { type Inputs, inputsOf, resultsOf, type Results, type WindowOperation } from './window-operations';

/**
 * The result and the gradients of an operation by the `cpu` engine. Gradients of a dilated convolution, which tfjs
 * rejects, are those of a larger filter with zeros; those of an average pooling, where tfjs counts the padding, are
 * those of two sums.
 */
export function referenceOf(operation: WindowOperation): Results {
  const { y } = resultsOf(operation, inputsOf(operation)) as { y: tf.Tensor };
  const inputs = inputsOf(operation, y.shape);
  if (operation.kind === 'avgPool') return averages(operation, inputs);
  if (operation.dilations.every((step) => step === 1)) return resultsOf(operation, inputs);
  const { filter, ...rest } = inputs;
  const [height = 1, width = 1, ...channels] = filter.shape;
  const [down, across] = operation.dilations;
  const size = [(height - 1) * down + 1, (width - 1) * across + 1];
  const taps = positions(height, width, down, across, size[1] as number);
  const flat = tf.reshape(filter, [height * width, -1]);
  const larger = tf.scatterND(tf.tensor2d(taps, [taps.length, 1], 'int32'), flat, [
    size[0]! * size[1]!,
    flat.shape[1] as number,
  ]);
  const dilated = { ...operation, window: size as unknown as WindowOperation['window'], dilations: [1, 1] as const };
  const { dFilter, ...results } = resultsOf(dilated, { ...rest, filter: tf.reshape(larger, [...size, ...channels]) });
  const picked = tf.gather(tf.reshape(dFilter as tf.Tensor, [size[0]! * size[1]!, -1]), taps);
  return { ...results, dFilter: tf.reshape(picked, filter.shape) };
}

/** Where the taps of a dilated filter are in a plain one of the same reach, row by row. */
function positions(height: number, width: number, down: number, across: number, columns: number): number[] {
  return Array.from({ length: height * width }, (_, tap) => {
    const [row, column] = [Math.floor(tap / width), tap % width];
    return row * down * columns + column * across;
  });
}

function averages({ window, strides, pad }: WindowOperation, { x, dy }: Inputs): Results {
  const ones = tf.ones<tf.Rank.R4>([...window, x.shape[3] as number, 1]);
  const rounding = typeof pad === 'string' ? undefined : 'floor';
  const sums = (image: tf.Tensor): tf.Tensor =>
    tf.depthwiseConv2d(image as tf.Tensor4D, ones, [...strides], pad as 'same', 'NHWC', 1, rounding);
  const counts = sums(tf.onesLike(x));
  const mean = (image: tf.Tensor): tf.Tensor => tf.div(sums(image), counts);
  return { y: mean(x), dx: tf.grad(mean)(x, dy) };
}

import * as tf from '@tensorflow/tfjs-core';

/**
 * Gives tfjs' wasm backend the gradient of a convolution's filter, without which it cannot train: for each tap a
 * product of matrices. Strides and dilations of 1, padding 'same' or 'valid'.
 */
export function registerFilterGradient(): void {
  tf.registerKernel({
    kernelName: 'Conv2DBackpropFilter',
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs }) => {
      const { x, dy } = inputs as { x: tf.Tensor4D; dy: tf.Tensor4D };
      // tfjs hands every kernel's attributes as one loose map
      const { filterShape, pad } = attrs as unknown as { filterShape: [number, number, number, number]; pad: string };
      return tf.tidy(() => filterGradient(x, dy, filterShape, pad === 'same'));
    },
  });
}

// The transposed factor is made first: tfjs has no fast product with a transposed one.
function filterGradient(
  x: tf.Tensor4D,
  dy: tf.Tensor4D,
  [height, width, inChannels, outChannels]: [number, number, number, number],
  same: boolean,
): tf.Tensor4D {
  const around = (taps: number): [number, number] => (same ? [(taps - 1) >> 1, taps >> 1] : [0, 0]);
  const padded = tf.pad(x, [[0, 0], around(height), around(width), [0, 0]]);
  const [batch, rows, columns] = dy.shape;
  const pixels = tf.reshape(dy, [batch * rows * columns, outChannels]);
  const taps = Array.from({ length: height * width }, (_, tap) =>
    tf.tidy(() => {
      const under = tf.slice(padded, [0, Math.floor(tap / width), tap % width, 0], [batch, rows, columns, inChannels]);
      return tf.matMul(tf.transpose(tf.reshape(under, [batch * rows * columns, inChannels])), pixels);
    }),
  );
  return tf.reshape(tf.stack(taps), [height, width, inChannels, outChannels]);
}

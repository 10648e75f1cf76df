// Prints what polyhead's own operations give for some numbers, all bits of them.
import { compile, useTensorFlow } from '@polyhead/tensorflow';
import * as tf from '@tensorflow/tfjs-core';

interface Given {
  readonly x: tf.Tensor4D;
  readonly kernel: tf.Tensor4D;
  readonly bias: tf.Tensor1D;
}

void useTensorFlow().then(() => {
  const gradients = compile(({ x, kernel, bias }: Given) => {
    const block = (image: tf.Tensor, weights: tf.Tensor, offset: tf.Tensor): tf.Tensor => {
      const y = tf.add(tf.conv2d(image as tf.Tensor4D, weights as tf.Tensor4D, 1, 'same'), offset);
      const [pooled] = tf
        .engine()
        .runKernel('PolyheadReluBatchNormPool', { x: y, gamma: tf.fill([16], 0.5), beta: tf.zeros([16]) }, {
          epsilon: 1e-3,
          poolSize: 3,
        } as never) as unknown as tf.Tensor[];
      return tf.sum(tf.square(pooled!));
    };
    const [, ofKernel, ofBias] = tf.grads((...all) => block(...(all as [tf.Tensor, tf.Tensor, tf.Tensor])))([
      x,
      kernel,
      bias,
    ]);
    return { kernel: ofKernel!, bias: ofBias! };
  });
  const given = {
    x: tf.randomUniform([7, 40, 40, 3], 0, 1, 'float32', 1),
    kernel: tf.randomUniform([3, 3, 3, 16], -1, 1, 'float32', 2),
    bias: tf.fill([16], 0.1),
  } as unknown as Given;
  const prediction = compile(({ x, kernel, bias }: Given) => ({
    y: tf.maxPool(tf.relu(tf.add(tf.conv2d(x, kernel, 1, 'same'), bias)) as tf.Tensor4D, 2, 2, 'valid'),
  }));
  const results = [...Object.values(gradients.run(given)), prediction.run(given).y];
  process.stdout.write(JSON.stringify(results.flatMap((tensor) => [...tensor.dataSync()])));
});

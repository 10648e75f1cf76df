import { type FaceTasks, taskNames } from '@polyhead/core';
import type { Network } from '@polyhead/model';
import * as tf from '@tensorflow/tfjs-core';
import { learningRate, madeUpBatch } from '../article-network';
import type { Work } from '../run-job';

/**
 * tfjs as it comes: the same network with tfjs' own compile, trainOnBatch and predictOnBatch, on the current backend.
 */
export function stockWork(network: Network<FaceTasks>, batchSize: number): Pick<Work, 'train' | 'predict'> {
  const { model, tasks, imageShape } = network;
  const { images, targets } = madeUpBatch(network, batchSize);
  model.compile({
    optimizer: tf.train.adam(learningRate),
    loss: ['meanSquaredError', 'categoricalCrossentropy', 'binaryCrossentropy'],
  });
  const pixels = (): tf.Tensor => tf.tidy(() => tf.div(tf.tensor4d(images, [batchSize, ...imageShape], 'int32'), 255));
  return {
    train: async () => {
      const [x, y] = [
        pixels(),
        taskNames(tasks).map((name) => tf.tensor2d(targets[name], [batchSize, tasks[name].units])),
      ];
      await model.trainOnBatch(x, y);
      tf.dispose([x, y]);
    },
    predict: async () => {
      const x = pixels();
      const outputs = [model.predictOnBatch(x)].flat();
      outputs.forEach((output) => output.dataSync());
      tf.dispose([x, outputs]);
    },
  };
}

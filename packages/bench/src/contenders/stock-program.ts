// tfjs-node as it comes: the same network with tfjs' own compile, trainOnBatch and predictOnBatch.
import { taskNames } from '@polyhead/tasks';
import { loadTensorFlow } from '@polyhead/tensorflow';
import { articleNetwork, learningRate, madeUpBatch } from '../article-network';
import { runJob } from '../run-job';

await runJob(async ({ batch: batchSize, size }) => {
  const tf = await loadTensorFlow();
  const network = articleNetwork(size);
  const { images, targets } = madeUpBatch(network, batchSize);
  const { model, tasks, imageShape } = network;
  model.compile({ optimizer: tf.train.adam(learningRate), loss: ['meanSquaredError', 'categoricalCrossentropy', 'binaryCrossentropy'] });
  const pixels = (): ReturnType<typeof tf.div> => tf.tidy(() => tf.div(tf.tensor4d(images, [batchSize, ...imageShape], 'int32'), 255));
  return {
    version: `tfjs-node ${tf.version['tfjs-node']}`,
    train: async () => {
      const [x, y] = [pixels(), taskNames(tasks).map((name) => tf.tensor2d(targets[name], [batchSize, tasks[name].units]))];
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
});

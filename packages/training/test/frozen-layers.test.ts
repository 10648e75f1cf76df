import { namedWeights } from '@polyhead/model';
import { regression } from '@polyhead/core';
import { adam, eagerStep, sgd, train, updateBatchNorm } from '@polyhead/training';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { innerModel, nestedNetwork, nestings } from './support/nested-network';
import { tinyNetwork, tinySource, useCpu } from './support/tiny-network';

const tasks = { size: regression() };
const training = tinySource(tasks, { size: 16, batchSize: 8 });

beforeAll(useCpu);

const firstBatch = async () => (await training.batches(0)[Symbol.asyncIterator]().next()).value!;

function setNormalizations(model: LayersModel, trainable: boolean): void {
  for (const layer of model.layers) if (layer.getClassName() === 'BatchNormalization') layer.trainable = trainable;
}

const valuesOf = (model: LayersModel): number[][] =>
  namedWeights(model).map(({ weight }) => [...weight.read().dataSync()]);

test('a step with frozen batch normalizations follows the gradient of the network in inference mode', async () => {
  const network = tinyNetwork(tasks, { dropout: 0 });
  await train(network, { training, epochs: 1, optimizer: adam({ learningRate: 0.05 }) });
  setNormalizations(network.model, false);
  const batch = await firstBatch();
  const { grads } = tf.variableGrads(() => {
    const images = tf.div(tf.tensor4d(Float32Array.from(batch.images), [8, 6, 6, 1]), 255);
    const output = network.model.apply(images, { training: false }) as tf.Tensor2D;
    return tf.losses.meanSquaredError(tf.tensor2d(batch.targets.size, [8, 1]), output) as tf.Scalar;
  });
  const kernel = network.model.trainableWeights[0]!.read() as tf.Variable;
  const expected = tf.sub(kernel, tf.mul(grads[kernel.name]!, 0.1)).dataSync();
  const step = await eagerStep(network, { optimizer: sgd(), seed: 1 });
  await step.run(batch, { learningRate: 0.1, step: 0 });
  (await step.readState()).weights[0]!.values.forEach((value, index) => expect(value).toBeCloseTo(expected[index]!, 5));
  await step.dispose();
});

test('a step with frozen batch normalization is the same in micro-batches', async () => {
  const weights = await Promise.all(
    [{}, { microBatchSize: 3 }].map(async (options) => {
      const network = tinyNetwork(tasks, { dropout: 0 });
      setNormalizations(network.model, false);
      await train(network, { training, epochs: 2, optimizer: sgd({ learningRate: 0.1 }), ...options });
      return network.model.weights.flatMap((weight) => [...weight.read().dataSync()]);
    }),
  );
  weights[1]!.forEach((value, index) => expect(value).toBeCloseTo(weights[0]![index]!, 5));
});

test.each([1, 2])('a frozen inner model keeps every value, %s deep, until it is trainable again', async (depth) => {
  const network = nestedNetwork(tasks, (image) => innerModel(depth).apply(image) as SymbolicTensor);
  const inner = network.model.getLayer(`level_${depth}`) as LayersModel;
  const options = { training, epochs: 1, optimizer: sgd({ learningRate: 0.1 }) };
  const start = valuesOf(inner);
  inner.trainable = false;
  await train(network, options);
  await updateBatchNorm(network, training);
  expect(valuesOf(inner)).toEqual(start);
  inner.trainable = true;
  await train(network, options);
  valuesOf(inner).forEach((values, index) => expect(values).not.toEqual(start[index]));
});

test('a layer that two inner models share takes part in a step once, and is put back afterwards', async () => {
  const network = nestedNetwork(tasks, nestings['two inner models that share a third']!);
  const { layers } = (network.model.getLayer('left') as LayersModel).getLayer('shared') as LayersModel;
  const step = await eagerStep(network, { optimizer: sgd({ momentum: 0.9 }), seed: 1 });
  const { weights, optimizer } = await step.readState();
  expect(weights.filter(({ name }) => name.endsWith('/norm/gamma'))).toHaveLength(1);
  expect(optimizer.filter(({ name }) => name.endsWith('/norm/gamma'))).toHaveLength(1);
  await step.dispose();
  expect(layers.filter((layer) => Object.hasOwn(layer, 'call'))).toEqual([]);
});

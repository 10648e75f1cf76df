// Keras 3 as the oracle of 200 steps with batch normalization and dropout, the masks being the same
// (golden/make-batch-norm.py).
import { classification, regression } from '@polyhead/core';
import { compiledStep, useTensorFlow } from '@polyhead/tensorflow';
import { eagerStep, sgd } from '@polyhead/training';
import * as tf from '@tensorflow/tfjs-core';
import { layers, type LayersModel, model as makeModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { networkOf, tinySource } from '../../training/test/support/tiny-network';
import golden from './golden/batch-norm.json';
import { describeNative } from './native';

const tasks = { age: regression({ scale: 40 }), kind: classification(['a', 'b', 'c']) };
type Nested = number | readonly Nested[];

function buildModel(): LayersModel {
  const input = layers.input({ shape: [6, 6, 1], name: 'image' } as never) as unknown as SymbolicTensor;
  const stack = [
    layers.conv2d({ filters: 4, kernelSize: 3, padding: 'same' }),
    layers.activation({ activation: 'relu' }),
    layers.batchNormalization(),
    layers.maxPooling2d({ poolSize: 2 }),
    layers.dropout({ rate: 0.25 }),
    layers.flatten(),
    layers.dense({ units: 8 }),
    layers.activation({ activation: 'relu' }),
    layers.batchNormalization(),
    layers.dropout({ rate: 0.5 }),
  ];
  const x = stack.reduce((y, layer) => layer.apply(y) as SymbolicTensor, input);
  const head = (units: number, activation: 'sigmoid' | 'softmax') =>
    layers.activation({ activation }).apply(layers.dense({ units }).apply(x)) as SymbolicTensor;
  const model = makeModel({ inputs: input, outputs: [head(1, 'sigmoid'), head(3, 'softmax')] });
  const weights = [...golden.weights] as unknown as Nested[];
  tf.tidy(() =>
    model.layers.forEach((layer) =>
      layer.setWeights(weights.splice(0, layer.weights.length).map((values) => tf.tensor(values as number[]))),
    ),
  );
  return model;
}

describeNative('batch normalization with dropout', () => {
  beforeAll(() => useTensorFlow());

  it.each([
    ['compiled', compiledStep],
    ['eager', eagerStep],
  ] as const)('%s: losses, moving averages and evaluation after 200 steps are those of Keras', async (_, make) => {
    const network = networkOf(buildModel(), tasks, [6, 6, 1]);
    const step = await make(network, { optimizer: sgd({ momentum: 0.9 }), seed: 7 });
    const losses: number[] = [];
    for await (const batch of tinySource(tasks, { size: 3200, batchSize: 16, shuffle: false }).batches(0))
      losses.push((await step.run(batch, { learningRate: 0.001, step: losses.length })).loss);
    await step.dispose();
    expectClose(losses, golden.losses, 1e-3);
    const moving = network.model.layers.flatMap((layer) =>
      layer.getClassName() === 'BatchNormalization' ? layer.getWeights().slice(2) : [],
    );
    expectClose(
      moving.flatMap((tensor) => Array.from(tensor.dataSync())),
      golden.moving.flat(),
      1e-3,
    );
    const evaluation: number[] = [];
    const predict = await make(network, { optimizer: sgd(), seed: 0 });
    for await (const batch of tinySource(tasks, { size: 80, batchSize: 16, shuffle: false }).batches(0)) {
      const { age, kind } = await predict.predict(batch.images, batch.size);
      const square = age.reduce((sum, value, index) => sum + (value - batch.targets.age[index]!) ** 2, 0);
      const entropy = kind.reduce((sum, value, index) => sum - batch.targets.kind[index]! * Math.log(value), 0);
      evaluation.push((square + entropy) / batch.size);
    }
    await predict.dispose();
    expectClose(evaluation, golden.evaluation, 1e-3);
  });
});

/** The distance in relation to the length. */
function expectClose(values: readonly number[], expected: readonly number[], tolerance: number): void {
  expect(values.length).toBe(expected.length);
  const norm = (numbers: readonly number[]): number => Math.hypot(...numbers);
  expect(norm(values.map((value, index) => value - expected[index]!)) / norm(expected)).toBeLessThan(tolerance);
}

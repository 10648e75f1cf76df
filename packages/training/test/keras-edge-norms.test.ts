// Batch normalization that is frozen, or sees one value per channel, beside Keras 3 (golden/make-edge-norms.py).
import { type Batch, regression } from '@polyhead/core';
import { eagerStep, sgd } from '@polyhead/training';
import * as tf from '@tensorflow/tfjs-core';
import { layers, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import golden from './golden/edge-norms.json';
import { networkOf, useCpu } from './support/tiny-network';

const tasks = { size: regression() };
type Case = (typeof golden)[keyof typeof golden];

function networkFor({ side, trainable, names, start }: Case) {
  const image = layers.input({ shape: [side, side, 2] });
  const stack = [
    layers.conv2d({ filters: 3, kernelSize: 1, name: 'conv2d' }),
    layers.batchNormalization({ name: 'norm', trainable }),
    layers.flatten(),
    layers.dense({ units: 1, name: 'dense' }),
    layers.activation({ activation: 'linear', name: 'size_output' }),
  ];
  const outputs = stack.reduce((x, layer) => layer.apply(x) as SymbolicTensor, image);
  const made = networkOf(model({ inputs: image, outputs }), tasks, [side, side, 2]);
  const weights = made.model.weights as unknown as { originalName: string; shape: number[] }[];
  tf.tidy(() =>
    made.model.setWeights(
      weights.map(({ originalName, shape }) => tf.tensor(start[names.indexOf(originalName)]!, shape)),
    ),
  );
  return made;
}

function batchAt(step: number, { side, batch }: Case): Batch<'size'> {
  const indices = Uint32Array.from({ length: batch }, (_, row) => step * batch + row);
  const sizes = Float64Array.from(indices, (index) => (index % 7) / 4);
  const images = [...indices].flatMap((index) =>
    Array.from({ length: side * side * 2 }, (_, pixel) => (index * 89 + pixel * 37) % 256),
  );
  const answers = { labels: { size: sizes }, targets: { size: Float32Array.from(sizes) } };
  return { size: batch, images: Uint8Array.from(images), ...answers, indices };
}

beforeAll(useCpu);

test.each(Object.entries(golden))('%s has the losses, weights and moving averages of Keras 3', async (_, expected) => {
  const step = await eagerStep(networkFor(expected), { optimizer: sgd(), seed: 1 });
  for (const [index, loss] of expected.losses.entries()) {
    const result = await step.run(batchAt(index, expected), { learningRate: 0.1, step: index });
    expect(result.loss).toBeCloseTo(loss, 4);
  }
  const { weights } = await step.readState();
  expect(weights.map(({ name }) => name).sort()).toEqual([...expected.names].sort());
  for (const { name, values } of weights)
    values.forEach((value, index) =>
      expect(value).toBeCloseTo(expected.after[expected.names.indexOf(name)]![index]!, 5),
    );
  await step.dispose();
});

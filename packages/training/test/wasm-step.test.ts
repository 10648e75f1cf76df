import { classification, regression } from '@polyhead/core';
import * as tf from '@tensorflow/tfjs-core';
import { adam, adamW, eagerStep, evaluate, type Optimizer, sgd } from '@polyhead/training';
import { useWasm } from '@polyhead/wasm';
import { tinyNetwork, tinySource, useCpu, weightsOf } from './support/tiny-network';
import { testTrainStep } from './train-step-contract';

const tasks = { age: regression({ scale: 40, lossWeight: 4 }), race: classification(['a', 'b', 'c']) };
const setup = async () => {
  tf.enableProdMode();
  await useWasm({ threads: 1 });
};

testTrainStep({ name: 'eagerStep on wasm', setup, factory: eagerStep });

/** Losses and weights of four steps. */
async function follow(
  optimizer: Optimizer,
  pooled: boolean,
): Promise<{ losses: number[]; weights: number[]; evaluated: number }> {
  const network = tinyNetwork(tasks, { dropout: 0.3, pooled, filters: 4 });
  const step = await eagerStep(network, { optimizer, seed: 5 });
  const losses: number[] = [];
  let index = 0;
  for await (const batch of tinySource(tasks, { size: 32 }).batches(0))
    losses.push((await step.run(batch, { learningRate: 0.003, step: index++ })).loss);
  await step.dispose();
  const evaluated = (await evaluate(network, tinySource(tasks))).loss;
  const weights = weightsOf(network).flat();
  network.dispose();
  return { losses, weights, evaluated };
}

describe('kernels of the wasm engine', () => {
  it.each([
    ['adam', adam(), true],
    ['adam with a clipped norm, no pooling', adam({ clipNorm: 0.5 }), false],
    ['adamW', adamW({ weightDecay: 0.1 }), true],
    ['sgd', sgd(), true],
    ['sgd with momentum', sgd({ momentum: 0.9 }), true],
    ['sgd with nesterov', sgd({ momentum: 0.9, nesterov: true }), true],
  ])(
    'train and predict as the composed operations of the cpu backend do, dropout on: %s',
    async (_, optimizer, pooled) => {
      await setup();
      const fast = await follow(optimizer, pooled);
      await useCpu();
      const slow = await follow(optimizer, pooled);
      fast.losses.forEach((loss, index) => expect(Math.abs(loss - slow.losses[index]!)).toBeLessThan(1e-4));
      expect(Math.max(...fast.weights.map((value, index) => Math.abs(value - slow.weights[index]!)))).toBeLessThan(
        2e-4,
      );
      expect(Math.abs(fast.evaluated - slow.evaluated)).toBeLessThan(1e-3);
    },
  );

  it('replace layers only while a step or a prediction runs', async () => {
    await setup();
    const network = tinyNetwork(tasks);
    const own = () =>
      network.model.layers.filter((layer) => Object.keys(layer).includes('call')).map((layer) => layer.getClassName());
    const seen: string[][] = [];
    const { apply } = network.model;
    network.model.apply = (inputs, kwargs) => (seen.push(own()), apply.call(network.model, inputs, kwargs));
    const source = tinySource(tasks, { size: 4 });
    const step = await eagerStep(network, { optimizer: adam(), seed: 5 });
    for await (const batch of source.batches(0)) await step.run(batch, { learningRate: 0.1, step: 0 });
    expect(own()).toEqual([]);
    await step.dispose();
    await evaluate(network, source);
    expect(own()).toEqual([]);
    expect(seen).toEqual([
      expect.arrayContaining(['Conv2D', 'Activation', 'BatchNormalization', 'MaxPooling2D', 'Dropout']),
      expect.arrayContaining(['Activation', 'BatchNormalization', 'MaxPooling2D']),
    ]);
  });
});

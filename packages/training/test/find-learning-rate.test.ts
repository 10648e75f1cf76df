import { classification } from '@polyhead/core';
import * as tf from '@tensorflow/tfjs-core';
import { findLearningRate, sgd } from '@polyhead/training';
import { tinyNetwork, tinySource, useCpu, weightsOf } from './support/tiny-network';

const tasks = { race: classification(['a', 'b']) };
const network = () => tinyNetwork(tasks, { shape: [4, 4, 1], filters: 2 });
const training = tinySource(tasks, { size: 20, shape: [4, 4, 1] });

beforeAll(useCpu);

describe('findLearningRate', () => {
  it('tries growing rates until the loss explodes, and suggests one before that', async () => {
    const { rates, losses, suggested } = await findLearningRate(network(), {
      training,
      optimizer: sgd(),
      from: 1e-4,
      to: 1e4,
      steps: 40,
    });
    rates.slice(1).forEach((rate, index) => expect(rate / rates[index]!).toBeCloseTo(10 ** (8 / 39), 6));
    expect(rates[0]).toBe(1e-4);
    expect(rates.length).toBeLessThan(40);
    expect(losses.length).toBe(rates.length);
    expect(suggested).toBeLessThan(rates.at(-1)!);
  });

  it('puts the network back, and leaves no tensors behind', async () => {
    const net = network();
    const [before, tensors] = [weightsOf(net), tf.memory().numTensors];
    await findLearningRate(net, { training, steps: 5 });
    expect(weightsOf(net)).toEqual(before);
    expect(tf.memory().numTensors).toBe(tensors);
  });

  it('rejects rates that make no sense', async () => {
    await expect(findLearningRate(network(), { training, from: 1, to: 0.1 })).rejects.toThrow(
      'findLearningRate: "from" must be a number above 0 and below 0.1, got 1. It is less than "to".',
    );
    await expect(findLearningRate(network(), { training, steps: 1 })).rejects.toThrow(
      'findLearningRate: "steps" must be a whole number of at least 2, got 1.',
    );
  });
});

import { classification } from '@polyhead/core';
import { useTensorFlow, type UseTensorFlowOptions } from '@polyhead/tensorflow';
import { evaluate, sgd, train } from '@polyhead/training';
import * as tf from '@tensorflow/tfjs-core';
import { layers, model as makeModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { networkOf, tinyNetwork, tinySource, weightsOf } from '../../training/test/support/tiny-network';
import { describeNative } from './native';

const tasks = { kind: classification(['a', 'b']) };

/** Trains for two epochs, and tells what was said and what came out. */
async function trained(
  options: UseTensorFlowOptions,
  settings: { compile?: boolean } = {},
  network = tinyNetwork(tasks),
) {
  const said: string[] = [];
  await useTensorFlow({ onFallback: (message) => said.push(message), ...options });
  const source = tinySource(tasks, { size: 21 });
  const { epochs } = await train(network, {
    training: source,
    validation: source,
    epochs: 2,
    optimizer: sgd(),
    ...settings,
  });
  const { loss } = await evaluate(network, source, settings);
  return {
    said,
    losses: epochs.map((epoch) => epoch.training.loss),
    validation: epochs.at(-1)!.validation!.loss,
    loss,
    weights: weightsOf(network).flat(),
  };
}

describeNative('useTensorFlow', () => {
  beforeAll(() => useTensorFlow());

  it('trains and evaluates compiled as it does eagerly, the smaller last batch included', async () => {
    const [compiled, eager] = [await trained({}), await trained({}, { compile: false })];
    expect(compiled.said).toEqual([]);
    expect(compiled.weights).not.toEqual(eager.weights); // another order of additions: it was compiled
    compiled.losses.forEach((loss, index) => expect(loss).toBeCloseTo(eager.losses[index]!, 4));
    expect(compiled.loss).toBeCloseTo(eager.loss, 4);
    expect(compiled.validation).toBeCloseTo(compiled.loss, 5);
  });

  it('trains the same in a separate thread', async () => {
    const [here, there] = [await trained({}), await trained({ thread: true })];
    expect(there).toEqual(here);
  });

  it('says aloud when a network cannot be compiled, and trains it eagerly', async () => {
    const build = () => {
      const input = layers.input({ shape: [6, 6, 1] }) as SymbolicTensor;
      const noisy = layers.gaussianNoise({ stddev: 0.1 }).apply(layers.flatten().apply(input)) as SymbolicTensor;
      return networkOf(
        makeModel({
          inputs: input,
          outputs: layers.dense({ units: 2, activation: 'softmax' }).apply(noisy) as SymbolicTensor,
        }),
        tasks,
        [6, 6, 1],
      );
    };
    const { said, losses } = await trained({}, {}, build());
    expect(said).toEqual([
      expect.stringMatching(
        /^train: the network runs eagerly, several times slower, as it cannot be compiled\. .*noise/,
      ),
    ]);
    expect(losses.every(Number.isFinite)).toBe(true);
    expect(tf.getBackend()).toBe('tensorflow');
  });
});

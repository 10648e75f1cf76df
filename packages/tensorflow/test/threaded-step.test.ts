import { compiledStep, threadedStep, useTensorFlow } from '@polyhead/tensorflow';
import { adam, type Optimizer, type TrainStep } from '@polyhead/training';
import { regression } from '@polyhead/tasks';
import * as tf from '@tensorflow/tfjs-core';
import { tinyNetwork, tinySource, weightsOf } from '../../training/test/support/tiny-network';
import { describeNative } from './native';

describeNative('threadedStep', () => {
  beforeAll(() => useTensorFlow());
  const tasks = { age: regression() };
  type Tasks = typeof tasks;

  it.each(['fixed', 'uncertainty'] as const)('does to the last bit what the compiled step does in this thread, goes on from its state, and leaves the weights in the network: %s weights of the losses', async (lossWeighting) => {
    const networks = [tinyNetwork(tasks), tinyNetwork(tasks)] as const;
    const options = { optimizer: adam({ globalClipNorm: 1 }), seed: 5, lossWeighting };
    const before = tf.memory().numTensors;
    const steps = [await compiledStep(networks[0], options), (await threadedStep(networks[1], options))!];
    const run = async (step: TrainStep<Tasks>, from: number) => {
      const results = [];
      for await (const batch of tinySource(tasks, { size: 21 }).batches(from)) results.push(await step.run(batch, { learningRate: 0.01, step: 3 * from + results.length }), await step.predict(batch.images, batch.size));
      return results;
    };
    const [here, there] = [await run(steps[0]!, 0), await run(steps[1]!, 0)];
    expect(there).toEqual(here);
    await steps[1]!.writeState(await steps[0]!.readState());
    expect(await run(steps[1]!, 1)).toEqual(await run(steps[0]!, 1));
    expect((await steps[1]!.readState()).optimizer.map(({ values }) => values)).toEqual((await steps[0]!.readState()).optimizer.map(({ values }) => values));
    await expect(steps[1]!.writeState({ weights: [], optimizer: [] })).rejects.toThrow(/^writeState: expected \d+ arrays of weights, got 0/);
    await Promise.all(steps.map((step) => step.dispose()));
    expect(weightsOf(networks[1])).toEqual(weightsOf(networks[0]));
    expect(tf.memory().numTensors).toBe(before);
  });

  it('leaves the main thread free while steps run', async () => {
    const step = (await threadedStep(tinyNetwork(tasks, { shape: [64, 64, 1] }), { optimizer: adam(), seed: 1 }))!;
    let ticks = 0;
    const timer = setInterval(() => ticks++, 5);
    for await (const batch of tinySource(tasks, { size: 640, batchSize: 128, shape: [64, 64, 1] }).batches(0)) await step.run(batch, { learningRate: 0.001, step: 0 });
    clearInterval(timer);
    await step.dispose();
    expect(ticks).toBeGreaterThan(3);
  });

  it('is not there for an optimizer of the user\'s own', async () => {
    const own: Optimizer = { ...adam(), settings: { name: 'mine' } };
    expect(await threadedStep(tinyNetwork(tasks), { optimizer: own, seed: 1 })).toBeUndefined();
  });
});

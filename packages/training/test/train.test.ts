import { type FaceTasks, faceTasks } from '@polyhead/tasks';
import * as tf from '@tensorflow/tfjs-core';
import { adam, type Callback, evaluate, train } from '@polyhead/training';
import { tinyNetwork, tinySource, useCpu, weightsOf } from './support/tiny-network';

const tasks = faceTasks();
const optimizer = adam({ learningRate: 0.01 });

beforeAll(useCpu);

describe('train', () => {
  it('learns: losses fall and a task is done better', async () => {
    const network = tinyNetwork(tasks, { dropout: 0 });
    const { epochs } = await train(network, { training: tinySource(tasks, { size: 40 }), epochs: 8, optimizer: adam({ learningRate: 0.03 }) });
    expect(epochs.at(-1)!.training.loss).toBeLessThan(0.5 * epochs[0]!.training.loss);
    expect(epochs.at(-1)!.training.gender.accuracy).toBeGreaterThanOrEqual(0.75);
  });

  it('gives the same validation numbers as evaluate', async () => {
    const network = tinyNetwork(tasks);
    const validation = tinySource(tasks, { size: 13, batchSize: 5 });
    const { epochs } = await train(network, { training: tinySource(tasks), validation, epochs: 2, optimizer });
    const result = await evaluate(network, tinySource(tasks, { size: 13, batchSize: 13, shuffle: false }));
    const scores = epochs[1]!.validation!;
    expect(scores.loss).toBeCloseTo(result.loss, 6);
    expect(scores.race.accuracy).toBe(result.race.accuracy);
    expect(scores.age.meanAbsoluteError).toBeCloseTo(result.age.meanAbsoluteError, 5);
  });

  it('is the same run for the same seed, and another for another', async () => {
    const run = async (seed: number) => {
      const network = tinyNetwork(tasks);
      await train(network, { training: tinySource(tasks), epochs: 2, optimizer, seed });
      return weightsOf(network);
    };
    expect(await run(1)).toEqual(await run(1));
    expect(await run(1)).not.toEqual(await run(2));
  });

  it('leaves as many tensors after an epoch as there were before', async () => {
    const counts: number[] = [];
    const count: Callback<FaceTasks> = { name: 'count', onEpochBegin: () => void counts.push(tf.memory().numTensors), onEpochEnd: () => void counts.push(tf.memory().numTensors) };
    const network = tinyNetwork(tasks);
    const before = tf.memory().numTensors;
    await train(network, { training: tinySource(tasks), validation: tinySource(tasks), epochs: 2, optimizer, callbacks: [count] });
    expect(new Set(counts).size).toBe(1);
    expect(tf.memory().numTensors).toBe(before);
  });
});

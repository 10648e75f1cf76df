import { type BatchSource, faceTasks, type FaceTasks, regression } from '@polyhead/core';
import * as tf from '@tensorflow/tfjs-core';
import { adam, type Callback, evaluate, registerTrainStep, type RunState, sgd, train } from '@polyhead/training';
import type * as Package from '@polyhead/training';
import { tinyNetwork, tinySource, useCpu, weightsOf } from './support/tiny-network';

const tasks = faceTasks();
const optimizer = adam({ learningRate: 0.01 });

beforeAll(useCpu);

describe('train', () => {
  it('learns: losses fall and a task is done better', async () => {
    const network = tinyNetwork(tasks, { dropout: 0 });
    const { epochs } = await train(network, {
      training: tinySource(tasks, { size: 40 }),
      epochs: 8,
      optimizer: adam({ learningRate: 0.03 }),
    });
    expect(epochs.at(-1)!.training.loss).toBeLessThan(0.5 * epochs[0]!.training.loss);
    expect(epochs.at(-1)!.training.gender.accuracy).toBeGreaterThanOrEqual(0.75);
  });

  it('notes in the network how its images were prepared, and forgets nothing when a source does not say', async () => {
    const network = tinyNetwork(tasks);
    const preprocessing = { decoder: 'built-in', resize: 'nearest' } as const;
    await train(network, { training: { ...tinySource(tasks), preprocessing }, epochs: 1, optimizer });
    expect(network.preprocessing).toEqual(preprocessing);
    await train(network, { training: tinySource(tasks), epochs: 1, optimizer });
    expect(network.preprocessing).toEqual(preprocessing);
  });

  it('gives the same validation numbers as evaluate, whatever the batch size', async () => {
    const network = tinyNetwork(tasks);
    const validation = tinySource(tasks, { size: 13, batchSize: 5 });
    const { epochs } = await train(network, { training: tinySource(tasks), validation, epochs: 2, optimizer });
    const result = await evaluate(network, tinySource(tasks, { size: 13, batchSize: 13, shuffle: false }));
    const scores = epochs[1]!.validation!;
    expect(scores.loss).toBeCloseTo(result.loss, 6);
    expect(scores.race.accuracy).toBe(result.race.accuracy);
    expect(scores.age.meanAbsoluteError).toBeCloseTo(result.age.meanAbsoluteError, 5);
    expect(scores.loss).toBeCloseTo(4 * scores.age.loss + 1.5 * scores.race.loss + 0.1 * scores.gender.loss, 10);
  });

  it('weighs a partial batch by its size in the training numbers', async () => {
    const still = sgd({ learningRate: 0 });
    const scores = async (batchSize: number) => {
      const network = tinyNetwork({ age: regression({ scale: 40 }) }, { dropout: 0, norm: false });
      return (
        await train(network, {
          training: tinySource(network.tasks, { size: 10, batchSize }),
          epochs: 1,
          optimizer: still,
        })
      ).epochs[0]!.training;
    };
    const [whole, parts] = [await scores(10), await scores(4)];
    expect(parts.loss).toBeCloseTo(whole.loss, 6);
    expect(parts.age.meanAbsoluteError).toBeCloseTo(whole.age.meanAbsoluteError, 5);
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
    const count: Callback<FaceTasks> = {
      name: 'count',
      onEpochBegin: () => void counts.push(tf.memory().numTensors),
      onEpochEnd: () => void counts.push(tf.memory().numTensors),
    };
    const network = tinyNetwork(tasks);
    const before = tf.memory().numTensors;
    await train(network, {
      training: tinySource(tasks),
      validation: tinySource(tasks),
      epochs: 2,
      optimizer,
      callbacks: [count],
    });
    expect(new Set(counts).size).toBe(1);
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each([
    ['between epochs', 2, 0, 'fixed'],
    ['in the middle of an epoch', 1, 2, 'fixed'],
    ['where the weights of the losses are learned', 1, 2, 'uncertainty'],
  ] as const)(
    'resumed %s, it is the run that was never stopped: weights, optimizer and history',
    async (_, epoch, batch, lossWeighting) => {
      let state: RunState | undefined;
      let last: RunState | undefined;
      const take: Callback<FaceTasks> = {
        name: 'take',
        last: true,
        onBatchEnd: async (run) =>
          void (run.position().epoch === epoch && run.position().batch === batch && (state = await run.readState())),
        onEpochEnd: async (run) => {
          if (batch === 0 && run.position().epoch === epoch) state = await run.readState();
          last = await run.readState();
        },
      };
      const options = {
        training: tinySource(tasks),
        validation: tinySource(tasks),
        epochs: 3,
        optimizer,
        seed: 3,
        lossWeighting,
        callbacks: [take],
      };
      const whole = await train(tinyNetwork(tasks), options);
      const wholeState = last!;
      const resumed = await train(tinyNetwork(tasks, { seed: 99 }), { ...options, resume: structuredClone(state!) });
      const timeless = (history: typeof whole) =>
        history.epochs.map((record) => ({ ...record, seconds: 0, imagesPerSecond: 0 }));
      expect(timeless(resumed)).toEqual(timeless(whole));
      expect(last!.train.weights.map(({ values }) => values)).toEqual(
        wholeState.train.weights.map(({ values }) => values),
      );
      expect(last!.train.optimizer.map(({ values }) => values)).toEqual(
        wholeState.train.optimizer.map(({ values }) => values),
      );
    },
  );

  it('uses the step that an engine registered for the backend, unless told not to or the engine declines', async () => {
    const asked: string[] = [];
    registerTrainStep('cpu', async (network) => void asked.push(network.model.name));
    const options = { training: tinySource(tasks, { size: 8 }), epochs: 1 };
    await train(tinyNetwork(tasks), options);
    await train(tinyNetwork(tasks), { ...options, compile: false });
    expect(asked.length).toBe(1);
  });

  it('uses the step that an engine registered with another copy of the package', async () => {
    const asked: string[] = [];
    let copy: typeof Package | undefined;
    jest.isolateModules(() => (copy = jest.requireActual<typeof Package>('@polyhead/training')));
    expect(copy!.registerTrainStep).not.toBe(registerTrainStep);
    copy!.registerTrainStep('cpu', async (network) => void asked.push(network.model.name));
    await train(tinyNetwork(tasks), { training: tinySource(tasks, { size: 8 }), epochs: 1 });
    expect(asked).toHaveLength(1);
  });

  it('counts images that could not be read, and passes over batches without any', async () => {
    const skipped = [{ index: 3, reason: 'no JPEG' }];
    const source = tinySource(tasks, { size: 8, skipped });
    const withGap: BatchSource<FaceTasks> = {
      ...source,
      async *batches(epoch, from) {
        yield {
          size: 0,
          images: new Uint8Array(),
          targets: { age: new Float32Array(), race: new Float32Array(), gender: new Float32Array() },
          labels: { age: new Float64Array(), race: new Float64Array(), gender: new Float64Array() },
          indices: new Uint32Array(),
        };
        yield* source.batches(epoch, from);
      },
    };
    const steps: number[] = [];
    const watch: Callback<FaceTasks> = {
      name: 'watch',
      onBatchEnd: (_, { step, batch }) => void steps.push(step, batch),
    };
    const { epochs } = await train(tinyNetwork(tasks), { training: withGap, epochs: 1, callbacks: [watch] });
    expect(epochs[0]!.skipped).toBe(1);
    expect(steps).toEqual([0, 1]);
  });

  it('stops as soon as a loss is no number, and says where', async () => {
    const network = tinyNetwork(tasks);
    const training = tinySource(tasks);
    const run = train(network, { training, epochs: 3, optimizer: sgd({ learningRate: 1e30 }) });
    await expect(run).rejects.toThrow(
      /^train: the loss of ("(age|race|gender)"(, )?)+ became (NaN|Infinity) in epoch 0, batch \d \(both counted from 0\) at learning rate 1e\+30\./,
    );
  });
});

import { namedWeights } from '@polyhead/model';
import { type BatchSource, faceTasks, type FaceTasks, regression } from '@polyhead/core';
import * as tf from '@tensorflow/tfjs-core';
import { constraints, regularizers } from '@tensorflow/tfjs-layers';
import {
  adam,
  type Callback,
  evaluate,
  registerTrainStep,
  type RunState,
  sgd,
  train,
  updateBatchNorm,
} from '@polyhead/training';
import type * as Package from '@polyhead/training';
import { train as trainInNode } from '@polyhead/training/node';
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

  it.each<[unknown, string]>([
    [undefined, 'undefined'],
    [[], 'a list'],
    [{ records: [] }, 'an object without "batches" and "imageShape"'],
  ])('rejects %p in place of a source', async (training, shown) => {
    for (const start of [train, trainInNode]) {
      await expect(start(tinyNetwork(tasks), { training: training as never, epochs: 1 })).rejects.toThrow(
        `train: "training": expected a source of batches, got ${shown}. Pass e.g. imageBatches(`,
      );
    }
  });

  it('rejects a source whose batches hold pixels as floats', async () => {
    const source = tinySource(tasks);
    const floats: typeof source = {
      ...source,
      async *batches(epoch, from) {
        for await (const batch of source.batches(epoch, from))
          yield { ...batch, images: Float32Array.from(batch.images, (value) => value / 255) as never };
      },
    };
    const message = 'the "images" of a batch must be a Uint8Array or Uint8ClampedArray, got Float32Array';
    await expect(train(tinyNetwork(tasks), { training: floats, epochs: 1 })).rejects.toThrow(message);
    await expect(evaluate(tinyNetwork(tasks), floats)).rejects.toThrow(message);
    await expect(updateBatchNorm(tinyNetwork(tasks), floats)).rejects.toThrow(message);
  });

  it('notes in the network how its images were prepared, and forgets nothing when a source does not say', async () => {
    const network = tinyNetwork(tasks);
    const preprocessing = { decoder: 'built-in', resize: 'nearest' } as const;
    await train(network, { training: { ...tinySource(tasks), preprocessing }, epochs: 1, optimizer });
    expect(network.preprocessing).toEqual(preprocessing);
    await train(network, { training: tinySource(tasks), epochs: 1, optimizer });
    expect(network.preprocessing).toEqual(preprocessing);
  });

  it.each([
    ['centerCrop', { decoder: 'sharp', resize: 'nearest', centerCrop: 0.8 }, '1', '0.8'],
    ['resize', { decoder: 'built-in', resize: 'bilinear' }, '"nearest"', '"bilinear"'],
  ] as const)(
    'rejects to evaluate on images of another %s, whoever decoded them',
    async (name, preprocessing, learned, given) => {
      const [network, source] = [
        tinyNetwork(tasks),
        { ...tinySource(tasks), preprocessing: { decoder: 'built-in', resize: 'nearest' } as const },
      ];
      const message = `the network is for images with "${name}" ${learned}, the source makes them with ${given}. Pass the network's "${name}" to the source.`;
      const other = { ...source, preprocessing };
      await expect(train(network, { training: source, validation: other, epochs: 1 })).rejects.toThrow(
        `train: "validation": ${message}`,
      );
      await train(network, {
        training: source,
        validation: { ...source, preprocessing: { ...source.preprocessing, decoder: 'sharp' } },
        epochs: 1,
        optimizer,
      });
      await expect(evaluate(network, other)).rejects.toThrow(`evaluate: ${message}`);
      await train(network, { training: other, epochs: 1, optimizer }); // to go on with others is a choice
      expect(network.preprocessing).toEqual(preprocessing);
    },
  );

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

  it('with emaDecay, validates and ends with running averages of the weights, and trains on with the weights themselves', async () => {
    const follow = async (emaDecay?: number) => {
      const network = tinyNetwork(tasks, { dropout: 0 });
      const trace: { losses: number[]; weights: number[][]; validated: number[][] } = {
        losses: [],
        weights: [],
        validated: [],
      };
      const watch: Callback<FaceTasks> = {
        name: 'watch',
        onBatchEnd: async (run, { result }) => {
          trace.losses.push(result.loss);
          trace.weights.push(Array.from((await run.readState()).train.weights[0]!.values));
          trace.validated.push(Array.from((await run.readWeights())[0]!.values));
        },
      };
      const source = tinySource(tasks, { size: 24 });
      const { epochs } = await train(network, {
        training: source,
        validation: source,
        epochs: 2,
        optimizer,
        callbacks: [watch],
        ...(emaDecay !== undefined && { emaDecay }),
      });
      return {
        ...trace,
        final: weightsOf(network)[0]!,
        validation: epochs[1]!.validation!,
        evaluated: await evaluate(network, source),
      };
    };
    const [plain, averages] = [await follow(), await follow(0.9)];
    expect(averages.losses).toEqual(plain.losses);
    expect(averages.weights).toEqual(plain.weights);
    expect(averages.validated[0]).toEqual(plain.weights[0]);
    let mean = plain.weights[0]!;
    plain.weights.forEach(
      (weights, step) =>
        (mean = mean.map((value, index) => value + (weights[index]! - value) * (1 - Math.min(0.9, step / (step + 9))))),
    );
    averages.final.forEach((value, index) => expect(value).toBeCloseTo(mean[index]!, 5));
    expect(averages.validation.loss).toBeCloseTo(averages.evaluated.loss, 6);
    expect(averages.validation.loss).not.toBe(plain.validation.loss);
  });

  it('with updateBatchNorm, hasValidation, saves and ends as after updateBatchNorm, and trains on as without', async () => {
    const follow = async (batches?: number) => {
      const network = tinyNetwork(tasks, { dropout: 0.5 });
      const source = tinySource(tasks, { size: 24 });
      const saved: number[][][] = [];
      const watch: Callback<FaceTasks> = {
        name: 'watch',
        onEpochEnd: (run) => run.withEvalWeightsInModel(async () => void saved.push(weightsOf(network))),
      };
      const { epochs } = await train(network, {
        training: source,
        validation: source,
        epochs: 3,
        optimizer,
        callbacks: [watch],
        updateBatchNorm: batches ?? false,
      });
      return {
        network,
        source,
        saved,
        losses: epochs.map(({ training }) => training.loss),
        validation: epochs[2]!.validation!.loss,
      };
    };
    const [plain, updated] = [await follow(), await follow(3)];
    expect(updated.losses).toEqual(plain.losses);
    await updateBatchNorm(plain.network, plain.source);
    expect((await evaluate(plain.network, plain.source)).loss).toBeCloseTo(updated.validation, 3);
    expect(updated.validation).not.toBe(plain.validation);
    expect(weightsOf(updated.network)).toEqual(updated.saved[2]);
    weightsOf(plain.network)
      .flat()
      .forEach((value, index) => expect(weightsOf(updated.network).flat()[index]).toBeCloseTo(value, 4));
    expect((await evaluate(updated.network, updated.source)).loss).toBeCloseTo(updated.validation, 5);
  });

  it('with updateBatchNorm, evaluates what a callback writes at the end of an epoch, with normalizations measured for it', async () => {
    const network = tinyNetwork(tasks);
    const source = tinySource(tasks, { size: 24 });
    const written: number[][] = [];
    const halve: Callback<FaceTasks> = {
      name: 'halve',
      onEpochEnd: async (run) => {
        const halved = (await run.readWeights()).map((weight) => ({
          ...weight,
          values: weight.values.map((value) => value / 2),
        }));
        await run.writeWeights(halved);
        written.push(...(await run.readWeights()).map(({ values }) => Array.from(values)));
        expect(written).toEqual(halved.map(({ values }) => Array.from(values)));
      },
    };
    await train(network, { training: source, epochs: 1, optimizer, callbacks: [halve], updateBatchNorm: 3 });
    const moving = namedWeights(network.model).map(({ name }) => name.includes('moving'));
    const [ended, trained] = [weightsOf(network), (values: number[][]) => values.filter((_, index) => !moving[index])];
    expect(trained(ended)).toEqual(trained(written));
    await updateBatchNorm(network, source);
    weightsOf(network)
      .flat()
      .forEach((value, index) => expect(ended.flat()[index]).toBeCloseTo(value, 5));
  });

  it('keeps the constraints of layers', async () => {
    const network = tinyNetwork(tasks, { kernelConstraint: constraints.maxNorm({ maxValue: 0.5, axis: 0 }) });
    await train(network, { training: tinySource(tasks), epochs: 1, optimizer: adam({ learningRate: 0.1 }) });
    const kernel = network.model.layers.find((layer) => layer.getClassName() === 'Dense')!.getWeights()[0]!;
    const norms = tf.tidy(() => Array.from(tf.norm(kernel, 2, 0).dataSync()));
    expect(Math.max(...norms)).toBeGreaterThan(0.49);
    expect(Math.max(...norms)).toBeLessThan(0.5 + 1e-5);
  });

  it('adds the penalties of regularizers to what it minimizes, not to what it reports', async () => {
    const network = tinyNetwork(tasks, { dropout: 0 });
    const dense = network.model.layers.find((layer) => layer.getClassName() === 'Dense')!;
    dense.addLoss(() => regularizers.l2({ l2: 10 }).apply(dense.weights[0]!.read()));
    const totals: number[] = [];
    const watch: Callback<FaceTasks> = { name: 'watch', onBatchEnd: (_, { result }) => void totals.push(result.loss) };
    const { epochs } = await train(network, {
      training: tinySource(tasks, { size: 8 }),
      epochs: 1,
      optimizer,
      callbacks: [watch],
    });
    expect(totals[0]).toBeGreaterThan(epochs[0]!.training.loss + 1);
  });

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

  it('rejects at the door what does not fit, telling what differs', async () => {
    const network = tinyNetwork(tasks);
    const training = tinySource(tasks);
    const rejected = (options: object, message: string) =>
      expect(train(network, { training, epochs: 1, ...options } as never)).rejects.toThrow(message);
    await rejected({ epochs: 0 }, 'train: "epochs" must be a whole number of at least 1, got 0.');
    await rejected(
      { updateBatchNorm: 0 },
      `train: "updateBatchNorm" must be 'auto', false or a whole number of batches, at least 1, got 0.`,
    );
    await rejected({ emaDecay: 1 }, 'train: "emaDecay" must be at least 0 and below 1, got 1.');
    await rejected({ seed: 0.5 }, 'train: "seed" must be a whole number, got 0.5.');
    await rejected(
      { training: tinySource(tasks, { size: 0 }) },
      'train: "training": expected at least one image, got an empty source.',
    );
    await rejected(
      { validation: tinySource(tasks, { shape: [8, 8, 3] }) },
      'train: "validation": the network takes images of 6 x 6 x 1, the source gives 8 x 8 x 3.',
    );
    await rejected(
      { training: tinySource({ age: tasks.age }) },
      'train: "training": the source\'s tasks are not the network\'s: expected age, race, gender, got age.',
    );
    await rejected(
      { training: tinySource(faceTasks({ maxAge: 100 })) },
      '"scale" of age is 116 in the network and 100 in the source',
    );
  });

  it('rejects to go on from another run', async () => {
    const network = tinyNetwork(tasks);
    let state: RunState | undefined;
    const take: Callback<FaceTasks> = { name: 'take', onEpochEnd: async (run) => void (state = await run.readState()) };
    const options = { training: tinySource(tasks, { size: 8 }), epochs: 1, optimizer, callbacks: [take] };
    await train(network, options);
    await expect(train(network, { ...options, seed: 5, resume: state! })).rejects.toThrow(
      'train: "resume" is a run with seed 0, this one has seed 5.',
    );
    await expect(train(network, { ...options, optimizer: sgd(), resume: state! })).rejects.toThrow(
      'train: "resume" is a run with "adam" as optimizer, this one has "sgd".',
    );
    const other = tinyNetwork({ age: tasks.age });
    await expect(
      train(other, { training: tinySource(other.tasks), epochs: 1, optimizer, resume: state! }),
    ).rejects.toThrow('train: "resume" is a run with other tasks: expected age, got age, race, gender.');
  });
});

// What every training step promises, whatever engine runs it: import `testTrainStep` into an engine's test file and
// call it there.
import { ageDistribution, binary, classification, regression } from '@polyhead/core';
import type { Batch, BatchSource, TaskMap, TaskName } from '@polyhead/core';
import * as tf from '@tensorflow/tfjs-core';
import {
  buildNetwork,
  branch,
  flatten,
  layerScale,
  type Network,
  residualBlock,
  stochasticDepth,
} from '@polyhead/model';
import {
  adam,
  adamW,
  eagerStep,
  type Optimizer,
  sgd,
  type TrainState,
  type TrainStep,
  type TrainStepFactory,
} from '@polyhead/training';
import { withEma } from '../src/optimizers/with-ema';
import golden from '../../model/test/golden/networks.json';
import { tinyNetwork, tinySource, weightsOf } from './support/tiny-network';

/** What {@link testTrainStep} needs to know. */
export interface TrainStepContract {
  /** Name for the suite. */
  name: string;
  /** Makes tfjs ready with the engine's backend. */
  setup: () => Promise<unknown>;
  /** The engine's factory. */
  factory: TrainStepFactory;
  /** Largest difference to the eager step with the same noise, relative to 1. Default 0: to the last bit. */
  tolerance?: number;
  /**
   * Whether the engine's dropout gives the eager step's own masks, so that the two can be compared with dropout on.
   * Default true.
   */
  sameNoise?: boolean;
}

const tasks = {
  age: regression({ scale: 40, min: 0, lossWeight: 4 }),
  race: classification(['a', 'b', 'c'], { lossWeight: 1.5, lossOptions: { labelSmoothing: 0.1 } }),
  gender: binary(['x', 'y'], { loss: 'binaryFocalCrossentropy' }),
  years: ageDistribution({ max: 40 }),
};
type Tasks = typeof tasks;
const rate = 0.01;

/** Runs the contract. */
export function testTrainStep({ name, setup, factory, tolerance = 0, sameNoise = true }: TrainStepContract): void {
  const make = async (optimizer: Optimizer = adam(), dropout = 0.25, seed = 7) => {
    const network = tinyNetwork(tasks, { dropout });
    return { network, step: (await factory(network, { optimizer, seed })) as TrainStep<Tasks> };
  };

  describe(name, () => {
    beforeAll(setup);

    it('can train this network', async () => {
      const { step } = await make();
      expect(step).toBeDefined();
      await step.dispose();
    });

    it('gives losses and outputs of every task, and a total that is their weighted sum', async () => {
      const { step } = await make();
      const [batch] = await batchesOf(tasks, 1);
      const { loss, losses, outputs } = await step.run(batch!, { learningRate: rate, step: 0 });
      expect(Object.keys(losses)).toEqual(Object.keys(tasks));
      expect(loss).toBeCloseTo(4 * losses.age + 1.5 * losses.race + losses.gender + losses.years, 4);
      expect([outputs.age.length, outputs.race.length, outputs.gender.length, outputs.years.length]).toEqual([
        8,
        24,
        8,
        8 * 41,
      ]);
      await step.dispose();
    });

    it.each([
      ['adam', adam()],
      ['adam with a clipped norm', adam({ globalClipNorm: 0.5 })],
      ['sgd', sgd({ momentum: 0.9, nesterov: true })],
    ])('agrees with the eager step: %s', async (_, optimizer) => {
      const dropout = sameNoise ? 0.25 : 0;
      const { network, step } = await make(optimizer, dropout);
      const reference = tinyNetwork(tasks, { dropout });
      const eager = await eagerStep(reference, { optimizer, seed: 7 });
      for (const [index, batch] of (await batchesOf(tasks, 5)).entries()) {
        const at = { learningRate: rate / (1 + index), step: index };
        const [one, other] = [await step.run(batch, at), await eager.run(batch, at)];
        expectClose(Object.values(one.losses), Object.values(other.losses), tolerance);
      }
      await Promise.all([step.dispose(), eager.dispose()]);
      weightsOf(network).forEach((values, index) => expectClose(values, weightsOf(reference)[index]!, 10 * tolerance));
    });

    it('takes batches of any size, one after the other', async () => {
      const { step } = await make();
      for (const [index, size] of [8, 3, 1, 8].entries()) {
        const [batch] = await batchesOf(tasks, 1, size);
        const { losses, outputs } = await step.run(batch!, { learningRate: rate, step: index });
        expect(outputs.race.length).toBe(3 * size);
        expect(Object.values(losses).every(Number.isFinite)).toBe(true);
      }
      await step.dispose();
    });

    it('goes on from a saved state to the last bit, dropout on', async () => {
      const batches = await batchesOf(tasks, 4);
      const { step: first } = await make();
      await runAll(first, batches.slice(0, 2), 0);
      const saved = await first.readState();
      await runAll(first, batches.slice(2), 2);
      const { step: second } = await make();
      await second.writeState(saved);
      await runAll(second, batches.slice(2), 2);
      expectSameState(await second.readState(), await first.readState());
      await Promise.all([first.dispose(), second.dispose()]);
    });

    it('reads back the state that it was given, to the last bit', async () => {
      const { step } = await make();
      const state = await step.readState();
      const changed = { weights: state.weights.map(scramble), optimizer: state.optimizer.map(scramble) };
      await step.writeState(changed);
      expectSameState(await step.readState(), changed);
      await step.dispose();
    });

    it('averages weights with a decay near 1 as float64 does', async () => {
      const decay = 0.99999;
      const { step } = await make(withEma(sgd(), decay));
      const [batch] = await batchesOf(tasks, 1);
      const expected: number[][] = [];
      let start: number[][] = [];
      for (let index = 0; index < 60; index++) {
        await step.run(batch!, { learningRate: 0.01, step: index === 0 ? 0 : 2 ** 23 });
        const { weights, optimizer } = await step.readState();
        const names = optimizer.filter(({ name }) => name.startsWith('average/')).map(({ name }) => name.slice(8));
        const now = names.map((name) => Array.from(weights.find((weight) => weight.name === name)!.values));
        if (index === 0) start = now;
        now.forEach((values, at) => {
          const before = expected[at] ?? values;
          expected[at] = before.map((value, place) => value + (values[place]! - value) * (1 - decay));
        });
      }
      const { optimizer } = await step.readState();
      const read = (slot: string) => optimizer.filter(({ name }) => name.startsWith(`${slot}/`));
      const [averages, rests] = [read('average'), read('averageRest')];
      const moved = Math.max(
        ...expected.flatMap((values, at) => values.map((value, place) => Math.abs(value - start[at]![place]!))),
      );
      expected.forEach((values, at) =>
        values.forEach((value, place) => {
          const sum = averages[at]!.values[place]! + rests[at]!.values[place]!;
          expect(Math.abs(sum - value)).toBeLessThan(1e-5 * moved);
        }),
      );
      await step.dispose();
    });

    it('draws other noise at another step and for another seed, the same for the same', async () => {
      const [batch] = await batchesOf(tasks, 1);
      const outputs = async (seed: number, index: number) => {
        const { step } = await make(adam(), 0.5, seed);
        const result = await step.run(batch!, { learningRate: rate, step: index });
        await step.dispose();
        return result.outputs.race;
      };
      const reference = await outputs(7, 0);
      expect(await outputs(7, 0)).toEqual(reference);
      expect(await outputs(7, 1)).not.toEqual(reference);
      expect(await outputs(8, 0)).not.toEqual(reference);
    });

    it('draws other noise at every step of one run', async () => {
      const { step } = await make(sgd(), 0.5);
      const [batch] = await batchesOf(tasks, 1);
      const seen = [];
      for (let index = 0; index < 3; index++)
        seen.push((await step.run(batch!, { learningRate: 0, step: index })).outputs.race.join());
      expect(new Set(seen).size).toBe(3);
      await step.dispose();
    });

    it('changes no weight at learning rate 0 but the moving averages', async () => {
      const { network, step } = await make();
      const before = await step.readState();
      const [batch] = await batchesOf(tasks, 1);
      await step.run(batch!, { learningRate: 0, step: 0 });
      const after = await step.readState();
      const changed = after.weights
        .filter(({ values }, index) => values.join() !== before.weights[index]!.values.join())
        .map((array) => array.name);
      expect(changed).toEqual(before.weights.map((array) => array.name).filter((weight) => weight.includes('moving')));
      await step.dispose();
      expect(network.model.trainableWeights.length).toBeGreaterThan(0);
    });

    it('runs frozen batch normalizations with their moving averages, and leaves all of their weights', async () => {
      const { network, step: unfrozen } = await make(adam(), 0);
      const batches = await batchesOf(tasks, 3);
      await runAll(unfrozen, batches.slice(0, 2), 0);
      await unfrozen.dispose();
      for (const layer of network.model.layers)
        if (layer.getClassName() === 'BatchNormalization') layer.trainable = false;
      const step = (await factory(network, { optimizer: adam(), seed: 7 })) as TrainStep<Tasks>;
      const before = await step.readState();
      const predicted = await step.predict(batches[2]!.images, 8);
      const { outputs } = await step.run(batches[2]!, { learningRate: rate, step: 2 });
      expectClose([...outputs.race, ...outputs.age], [...predicted.race, ...predicted.age], 1e-5);
      const { weights } = await step.readState();
      const changed = weights.filter(({ values }, index) => values.join() !== before.weights[index]!.values.join());
      expect(changed.map(({ name: weight }) => weight)).toEqual(
        before.weights.map(({ name: weight }) => weight).filter((weight) => !weight.includes('normalization')),
      );
      await step.dispose();
    });

    it.each(Object.entries(golden.stochasticDepth.factors))(
      'leaves out whole images at a rate of %s and multiplies the others as Keras does; others at each step and seed, none in predictions',
      async (rate, factors) => {
        const first = await keptImages(factory, Number(rate), 7);
        const again = await keptImages(factory, Number(rate), 7);
        expect(again).toEqual(first);
        const other = await keptImages(factory, Number(rate), 8);
        for (const kept of [...first.steps, ...other.steps]) {
          expect(kept.every((value) => factors.some((factor) => Math.abs(value - factor) < 1e-4))).toBe(true);
          // 4 standard deviations
          expect(Math.abs(kept.filter((value) => value === 0).length / kept.length - Number(rate))).toBeLessThan(0.07);
        }
        expect(new Set([...first.steps, ...other.steps].map((kept) => kept.join())).size).toBe(4);
        expect(first.predicted.every((value) => Math.abs(value - 1) < 1e-5)).toBe(true);
      },
    );

    it('trains scaled residual branches that are left out at times as the eager step does', async () => {
      const scaled = (): Network<Tasks> => {
        const blocks = () =>
          branch([residualBlock(4, { initialScale: 0, ...(sameNoise && { stochasticDepth: 0.25 }) }), layerScale()]);
        return buildNetwork({
          tasks,
          imageShape: [6, 6, 1],
          branches: { age: blocks(), race: blocks(), gender: blocks(), years: blocks() },
        });
      };
      const batches = await batchesOf(tasks, 3, 6);
      const states: TrainState[] = [];
      for (const engine of [factory, eagerStep]) {
        const step = (await engine(scaled(), { optimizer: sgd(), seed: 7 })) as TrainStep<Tasks>;
        await runAll(step, batches, 0);
        states.push(await step.readState());
        await step.dispose();
      }
      states[0]!.weights.forEach(({ values }, index) =>
        expectClose(Array.from(values), Array.from(states[1]!.weights[index]!.values), tolerance),
      );
    });

    it.each([
      ['adam', adam()],
      ['adamW', adamW({ weightDecay: 0.5 })],
      ['sgd', sgd()],
    ])(
      'learns the weights of the losses as the eager step does, and goes on from a saved state: %s',
      async (_, optimizer) => {
        const start = async (engine: TrainStepFactory) =>
          (await engine(tinyNetwork(tasks, { dropout: 0 }), {
            optimizer,
            seed: 7,
            lossWeighting: 'uncertainty',
          })) as TrainStep<Tasks>;
        const [step, eager] = [await start(factory), await start(eagerStep)];
        const begin = await step.readState();
        const batches = await batchesOf(tasks, 3);
        await Promise.all([runAll(step, batches, 0), runAll(eager, batches, 0)]);
        const [one, other] = [await step.readState(), await eager.readState()];
        const learned = one.optimizer.filter((array) => array.name.startsWith('log_variance/'));
        expect(learned.map((array) => array.name)).toEqual(Object.keys(tasks).map((task) => `log_variance/${task}`));
        learned.forEach(({ values }, index) => expect(values).not.toEqual(begin.optimizer.slice(-4)[index]!.values));
        one.optimizer.forEach(({ values }, index) =>
          expectClose(Array.from(values), Array.from(other.optimizer[index]!.values), 10 * tolerance),
        );
        await step.writeState(begin);
        await runAll(step, batches, 0);
        expectSameState(await step.readState(), one);
        await Promise.all([step.dispose(), eager.dispose()]);
      },
    );

    it('predicts in inference mode with the weights of the moment, and changes nothing by it', async () => {
      const { network, step } = await make();
      const [batch, next] = await batchesOf(tasks, 2);
      await step.run(batch!, { learningRate: rate, step: 0 });
      const before = await step.readState();
      const outputs = await step.predict(next!.images, next!.size);
      expectSameState(await step.readState(), before);
      await step.dispose();
      const expected = tf.tidy(() => {
        const input = tf.div(tf.tensor4d(next!.images, [next!.size, ...network.imageShape], 'float32'), 255);
        return (network.model.predict(input) as tf.Tensor[]).map((tensor) => Array.from(tensor.dataSync()));
      });
      Object.values(outputs).forEach((values, index) =>
        expectClose(Array.from(values), expected[index]!, Math.max(tolerance, 1e-6)),
      );
    });

    it('leaves the trained weights in the network, and no tensors behind', async () => {
      const network = tinyNetwork(tasks);
      const before = tf.memory().numTensors;
      const step = (await factory(network, { optimizer: adam(), seed: 7 })) as TrainStep<Tasks>;
      await runAll(step, await batchesOf(tasks, 2), 0);
      const { weights } = await step.readState();
      await step.dispose();
      expect(weightsOf(network)).toEqual(weights.map(({ values }) => Array.from(values)));
      expect(tf.memory().numTensors).toBe(before);
    });

    it('leaves as many tensors after a step as there were before it', async () => {
      const { step } = await make();
      const batches = await batchesOf(tasks, 3);
      await runAll(step, batches.slice(0, 1), 0);
      const before = tf.memory().numTensors;
      await runAll(step, batches.slice(1), 1);
      await step.predict(batches[0]!.images, batches[0]!.size);
      expect(tf.memory().numTensors).toBe(before);
      await step.dispose();
    });

    it('rejects the state of another network or optimizer', async () => {
      const [{ step }, { step: other }] = [await make(), await make(sgd())];
      const state = await other.readState();
      await expect(step.writeState(state)).rejects.toThrow(
        /^writeState: expected \d+ arrays of optimizer slots, got 0/,
      );
      const [first, ...rest] = (await step.readState()).weights;
      await expect(
        step.writeState({ weights: [{ ...first!, shape: [1], values: new Float32Array(1) }, ...rest], optimizer: [] }),
      ).rejects.toThrow('of shape [1]');
      await Promise.all([step.dispose(), other.dispose()]);
    });
  });
}

/**
 * What each of 800 images was multiplied by on its way through a stochastic depth, in two steps and in a prediction.
 */
async function keptImages(
  factory: TrainStepFactory,
  rate: number,
  seed: number,
): Promise<{ steps: number[][]; predicted: number[] }> {
  const map = { one: regression() };
  const network = buildNetwork({
    tasks: map,
    imageShape: [1, 1, 1],
    branches: { one: branch([stochasticDepth(rate), flatten()]) },
  });
  const weight = network.model.getLayer('one_dense').getWeights()[0]!.dataSync()[0]!;
  const step = (await factory(network, { optimizer: sgd(), seed })) as TrainStep<typeof map>;
  const [rows, steps]: [number, number[][]] = [800, []];
  const batch = {
    size: rows,
    images: new Uint8Array(rows).fill(255),
    targets: { one: new Float32Array(rows) },
    labels: { one: new Float64Array(rows) },
    indices: Uint32Array.from({ length: rows }, (_, row) => row),
  };
  for (const number of [0, 1])
    steps.push(
      Array.from((await step.run(batch, { learningRate: 0, step: number })).outputs.one, (output) => output / weight),
    );
  const predicted = Array.from((await step.predict(batch.images, rows)).one, (output) => output / weight);
  await step.dispose();
  network.dispose();
  return { steps, predicted };
}

async function batchesOf<T extends TaskMap>(map: T, count: number, batchSize = 8): Promise<Batch<TaskName<T>>[]> {
  const batches: Batch<TaskName<T>>[] = [];
  const source: BatchSource<T> = tinySource(map, { size: count * batchSize, batchSize });
  for await (const batch of source.batches(0)) batches.push(batch);
  return batches;
}

async function runAll(step: TrainStep<Tasks>, batches: readonly Batch<TaskName<Tasks>>[], from: number): Promise<void> {
  for (const [index, batch] of batches.entries()) await step.run(batch, { learningRate: rate, step: from + index });
}

function scramble<T extends { values: Float32Array }>(array: T): T {
  return {
    ...array,
    values: array.values.map((value, index) => Math.fround(Math.abs(value) + Math.fround(0.1 * ((index % 7) + 1)))),
  };
}

function expectSameState(one: TrainState, other: TrainState): void {
  expect(one.weights.map(({ values }) => Array.from(values))).toEqual(
    other.weights.map(({ values }) => Array.from(values)),
  );
  expect(one.optimizer.map(({ values }) => Array.from(values))).toEqual(
    other.optimizer.map(({ values }) => Array.from(values)),
  );
}

function expectClose(values: readonly number[], expected: readonly number[], tolerance: number): void {
  expect(values.length).toBe(expected.length);
  const worst = Math.max(
    ...values.map((value, index) => Math.abs(value - expected[index]!) / Math.max(1, Math.abs(expected[index]!))),
  );
  expect(worst).toBeLessThanOrEqual(tolerance);
}

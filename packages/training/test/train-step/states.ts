// The state of a training step: saved, restored, averaged and freed.
import * as tf from '@tensorflow/tfjs-core';
import { adam, adamW, eagerStep, sgd, type TrainStep, type TrainStepFactory } from '@polyhead/training';
import { withEma } from '../../src/optimizers/with-ema';
import { tinyNetwork, weightsOf } from '../support/tiny-network';
import {
  batchesOf,
  expectClose,
  expectSameState,
  runAll,
  scramble,
  type StepSuite,
  type Tasks,
  tasks,
} from './step-suite';

/** Tests reading and writing the state, and what a step leaves behind. */
export function testStepStates({ make, factory, tolerance }: StepSuite): void {
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
    await expect(step.writeState(state)).rejects.toThrow(/^writeState: expected \d+ arrays of optimizer slots, got 0/);
    const [first, ...rest] = (await step.readState()).weights;
    await expect(
      step.writeState({ weights: [{ ...first!, shape: [1], values: new Float32Array(1) }, ...rest], optimizer: [] }),
    ).rejects.toThrow('of shape [1]');
    await Promise.all([step.dispose(), other.dispose()]);
  });
}

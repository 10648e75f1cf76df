// lossWeighting: 'uncertainty'. That every engine does the same, and a resumed run too, is in the contract of the steps
// and in train.test.ts.
import fc from 'fast-check';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildNetwork, branch, flatten } from '@polyhead/model';
import { type Batch, binary, classification, regression } from '@polyhead/core';
import {
  adam,
  adamW,
  type Callback,
  eagerStep,
  type Optimizer,
  sgd,
  train,
  type RunState,
  type TrainStep,
} from '@polyhead/training';
import { csvLogger } from '@polyhead/training/node';
import { tinyNetwork, tinySource, useCpu } from './support/tiny-network';

const tasks = {
  age: regression({ scale: 40, lossWeight: 4 }),
  race: classification(['a', 'b', 'c'], { lossWeight: 1.5 }),
  gender: binary(['x', 'y']),
};
type Tasks = typeof tasks;

beforeAll(useCpu);

/** A step without dropout, and a batch for it. */
async function begin(optimizer: Optimizer): Promise<{ step: TrainStep<Tasks>; batch: Batch<keyof Tasks> }> {
  const step = await eagerStep(tinyNetwork(tasks, { dropout: 0 }), {
    optimizer,
    seed: 7,
    lossWeighting: 'uncertainty',
  });
  for await (const batch of tinySource(tasks).batches(0)) return { step, batch };
  throw new Error('no batch');
}

async function logVariances({ readState }: TrainStep<Tasks>): Promise<number[]> {
  return (await readState()).optimizer
    .filter(({ name }) => name.startsWith('log_variance/'))
    .map(({ values }) => values[0]!);
}

async function setLogVariances({ readState, writeState }: TrainStep<Tasks>, wanted: readonly number[]): Promise<void> {
  const { weights, optimizer } = await readState();
  const fixed = optimizer.length - wanted.length;
  await writeState({
    weights,
    optimizer: optimizer.map((array, index) =>
      index < fixed ? array : { ...array, values: Float32Array.of(wanted[index - fixed]!) },
    ),
  });
}

/** What is minimized with these log variances, without changing anything but moving averages. */
async function totalAt(
  step: TrainStep<Tasks>,
  batch: Batch<keyof Tasks>,
  s: readonly number[],
): Promise<{ loss: number; losses: number[] }> {
  await setLogVariances(step, s);
  const { loss, losses } = await step.run(batch, { learningRate: 0, step: 0 });
  return { loss, losses: Object.values(losses) };
}

const logVariance = fc.double({ min: -2, max: 2, noNaN: true });
const three = fc.tuple(logVariance, logVariance, logVariance);

describe('lossWeighting: uncertainty', () => {
  it('minimizes the sum of c exp(-s) loss + s / 2, c being 1/2 for regression and 1 for classification', async () => {
    const { step, batch } = await begin(sgd());
    await fc.assert(
      fc.asyncProperty(three, async (s) => {
        const { loss, losses } = await totalAt(step, batch, s);
        const terms = s.map((value, index) => [0.5, 1, 1][index]! * Math.exp(-value) * losses[index]! + value / 2);
        expect(Math.abs(loss - terms.reduce((sum, term) => sum + term))).toBeLessThan(1e-4);
      }),
      { numRuns: 8 },
    );
    await step.dispose();
  });

  it('changes each log variance along the gradient that finite differences show', async () => {
    const { step, batch } = await begin(sgd());
    const before = await step.readState();
    await fc.assert(
      fc.asyncProperty(three, async (s) => {
        const differences: number[] = [];
        for (const index of s.keys()) {
          const moved = async (by: number) =>
            (
              await totalAt(
                step,
                batch,
                s.map((value, other) => (other === index ? value + by : value)),
              )
            ).loss;
          differences.push(((await moved(0.05)) - (await moved(-0.05))) / 0.1);
        }
        await setLogVariances(step, s);
        await step.run(batch, { learningRate: 0.25, step: 0 });
        (await logVariances(step)).forEach((value, index) =>
          expect(Math.abs((s[index]! - value) / 0.25 - differences[index]!)).toBeLessThan(0.01),
        );
        await step.writeState(before);
      }),
      { numRuns: 3 },
    );
    await step.dispose();
  });

  it('begins at the weights of the tasks', async () => {
    const { step } = await begin(adam());
    const weights = (await logVariances(step)).map((value, index) => [0.5, 1, 1][index]! * Math.exp(-value));
    weights.forEach((weight, index) => expect(weight).toBeCloseTo([4, 1.5, 1][index]!, 5));
    await step.dispose();
  });

  it('comes to weights of 1 / (2 loss), whatever the scales of the tasks are', async () => {
    const noisy = { small: regression(), large: regression(), coin: classification(['heads', 'tails']) };
    const make = () => branch([flatten()]);
    const network = buildNetwork({
      tasks: noisy,
      imageShape: [1, 1, 1],
      branches: { small: make(), large: make(), coin: make() },
    });
    const step = await eagerStep(network, { optimizer: sgd(), seed: 1, lossWeighting: 'uncertainty' });
    // Black images tell nothing: the outputs are the best ones, the means, from the start, and the losses that stay
    // 0.1 ** 2, 10 ** 2 and ln 2.
    const targets = {
      small: Float32Array.of(-0.1, 0.1),
      large: Float32Array.of(-10, 10),
      coin: Float32Array.of(1, 0, 0, 1),
    };
    const batch = {
      size: 2,
      images: new Uint8Array(2),
      targets,
      labels: { small: Float64Array.from(targets.small), large: Float64Array.of(-10, 10), coin: Float64Array.of(0, 1) },
      indices: Uint32Array.of(0, 1),
    };
    for (let index = 0; index < 200; index++) await step.run(batch, { learningRate: 0.1, step: index });
    const learned = (await step.readState()).optimizer
      .slice(-3)
      .map(({ values }, index) => [0.5, 0.5, 1][index]! * Math.exp(-values[0]!));
    [0.01, 100, Math.LN2].forEach((loss, index) => expect(learned[index]! * 2 * loss).toBeCloseTo(1, 2));
    await step.dispose();
  });

  it('keeps weight decay away from the log variances', async () => {
    const follow = async (weightDecay: number) => {
      const { step, batch } = await begin(adamW({ weightDecay }));
      await step.run(batch, { learningRate: 0.01, step: 0 });
      const values = await logVariances(step);
      await step.dispose();
      return values;
    };
    expect(await follow(10)).toEqual(await follow(0));
  });

  it('reports the weights of each epoch in the history and in tables, and does not change the losses', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'loss-weights-'));
    const options = {
      training: tinySource(tasks),
      validation: tinySource(tasks),
      epochs: 2,
      optimizer: sgd({ learningRate: 0 }),
    };
    const [learned, fixed] = [
      await train(tinyNetwork(tasks), {
        ...options,
        lossWeighting: 'uncertainty',
        callbacks: [csvLogger(join(folder, 'history.csv'))],
      }),
      await train(tinyNetwork(tasks), options),
    ];
    expect(
      learned.epochs.map(({ lossWeights }) =>
        Object.values(lossWeights!).map((weight) => Math.round(weight * 1e5) / 1e5),
      ),
    ).toEqual([
      [4, 1.5, 1],
      [4, 1.5, 1],
    ]);
    expect(learned.epochs.map(({ training, validation }) => [training, validation])).toEqual(
      fixed.epochs.map(({ training, validation }) => [training, validation]),
    );
    expect(Object.keys(fixed.epochs[0]!)).not.toContain('lossWeights');
    expect(await readFile(join(folder, 'history.csv'), 'utf8')).toContain(
      'lossWeights.age,lossWeights.race,lossWeights.gender',
    );
    await rm(folder, { recursive: true });
  });

  it('says what does not fit: another rule, a run with the other one, a task of no weight', async () => {
    const options = { training: tinySource(tasks), epochs: 1 };
    await expect(train(tinyNetwork(tasks), { ...options, lossWeighting: 'learned' as never })).rejects.toThrow(
      'train: "lossWeighting" must be one of fixed, uncertainty, got "learned".',
    );
    let state: RunState | undefined;
    const take: Callback<Tasks> = { name: 'take', onTrainEnd: async (run) => void (state = await run.readState()) };
    await train(tinyNetwork(tasks), { ...options, callbacks: [take] });
    await expect(
      train(tinyNetwork(tasks), { ...options, lossWeighting: 'uncertainty', resume: state! }),
    ).rejects.toThrow(`train: "resume" is a run with "lossWeighting: 'fixed'", this one has 'uncertainty'.`);
    const idle = { age: regression({ lossWeight: 0 }) };
    await expect(
      train(tinyNetwork(idle), { training: tinySource(idle), epochs: 1, lossWeighting: 'uncertainty' }),
    ).rejects.toThrow('got a "lossWeight" of 0 for "age"');
  });
});

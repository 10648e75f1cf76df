import { type Batch, classification, regression, type TaskName } from '@polyhead/core';
import * as tf from '@tensorflow/tfjs-core';
import {
  adam,
  eagerStep,
  registerTrainStep,
  sgd,
  type StepResult,
  train,
  type TrainState,
  type TrainStepOptions,
} from '@polyhead/training';
import { useWasm } from '@polyhead/wasm';
import fc from 'fast-check';
import { type TinyOptions, tinyNetwork, tinySource, useCpu } from './support/tiny-network';

const tasks = { age: regression({ scale: 40, lossWeight: 4 }), race: classification(['a', 'b', 'c']) };
type Tasks = typeof tasks;
const plain: TinyOptions = { norm: false, dropout: 0 };
const at = { learningRate: 0.01, step: 3 };

async function batchOf(size: number): Promise<Batch<TaskName<Tasks>>> {
  const { value } = (await tinySource(tasks, { size, batchSize: size }).batches(0)[Symbol.asyncIterator]().next()) as {
    value: Batch<TaskName<Tasks>>;
  };
  return value;
}

/** One step, and the state after it. */
async function stepOnce(
  batches: readonly Batch<TaskName<Tasks>>[],
  options: Partial<TrainStepOptions>,
  network: TinyOptions,
  number = at.step,
): Promise<{ results: StepResult<Tasks>[]; state: TrainState }> {
  const net = tinyNetwork(tasks, network);
  const step = await eagerStep(net, { optimizer: sgd(), seed: 7, ...options });
  const results = [];
  for (const batch of batches)
    results.push(await step.run(batch, { ...at, step: number, ...(batches.length > 1 && { learningRate: 0 }) }));
  const state = await step.readState();
  await step.dispose();
  net.dispose();
  return { results, state };
}

const numbersOf = ({ results: [result], state }: Awaited<ReturnType<typeof stepOnce>>): number[] => [
  result!.loss,
  ...Object.values(result!.losses),
  ...result!.outputs.age,
  ...result!.outputs.race,
  ...[...state.weights, ...state.optimizer].flatMap(({ values }) => Array.from(values)),
];

describe.each([
  ['cpu', useCpu],
  ['wasm', () => useWasm({ threads: 1 })],
] as const)('micro-batches on %s', (_, use) => {
  it('give the step of the whole batch within rounding, where images do not meet in batch normalization', async () => {
    tf.enableProdMode();
    await use();
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 11 }),
        fc.integer({ min: 1, max: 12 }),
        fc.constantFrom(sgd(), sgd({ momentum: 0.9 }), adam({ epsilon: 0.01, globalClipNorm: 0.5 })),
        async (size, microBatchSize, optimizer) => {
          const batches = [await batchOf(size)];
          const whole = numbersOf(await stepOnce(batches, { optimizer }, plain));
          const parts = numbersOf(await stepOnce(batches, { optimizer, microBatchSize }, plain));
          expect(
            Math.max(...whole.map((value, index) => Math.abs(value - parts[index]!) / Math.max(1, Math.abs(value)))),
          ).toBeLessThan(1e-5);
        },
      ),
      { numRuns: 12 },
    );
  });

  it('are the undivided step to the last bit where all images fit into one', async () => {
    await use();
    const batches = [await batchOf(5)];
    expect(numbersOf(await stepOnce(batches, { microBatchSize: 5 }, {}))).toEqual(
      numbersOf(await stepOnce(batches, {}, {})),
    );
  });
});

it('micro-batches move the averages of batch normalization once each, by their own statistics', async () => {
  await useCpu();
  const whole = await batchOf(7);
  const part = (from: number, to: number): Batch<TaskName<Tasks>> => ({
    ...whole,
    size: to - from,
    images: whole.images.slice(36 * from, 36 * to),
    targets: { age: whole.targets.age.slice(from, to), race: whole.targets.race.slice(3 * from, 3 * to) },
  });
  const averages = ({ state }: { state: TrainState }): number[] =>
    state.weights.filter(({ name }) => name.includes('moving')).flatMap(({ values }) => Array.from(values));
  const divided = averages(await stepOnce([whole], { microBatchSize: 4 }, { dropout: 0 }));
  expect(divided).toEqual(averages(await stepOnce([part(0, 3), part(3, 7)], {}, { dropout: 0 })));
  expect(divided).not.toEqual(averages(await stepOnce([whole], {}, { dropout: 0 })));
});

it('micro-batches drop other units in each part and at each step, the same at the same seed and step', async () => {
  await useCpu();
  const one = await batchOf(1);
  const twice = {
    ...one,
    size: 2,
    images: Uint8Array.from([...one.images, ...one.images]),
    targets: {
      age: Float32Array.from([...one.targets.age, ...one.targets.age]),
      race: Float32Array.from([...one.targets.race, ...one.targets.race]),
    },
  };
  const outputs = async (step: number): Promise<number[]> =>
    Array.from(
      (await stepOnce([twice], { microBatchSize: 1 }, { norm: false, dropout: 0.5 }, step)).results[0]!.outputs.race,
    );
  const rows: string[] = [];
  for (const step of [2, 3, 4, 5]) {
    const seen = await outputs(step);
    rows.push(String(seen.slice(0, 3)), String(seen.slice(3)));
    expect(await outputs(step)).toEqual(seen);
  }
  expect(new Set(rows).size).toBe(rows.length);
});

it('micro-batches keep no more in memory than one of them needs, and leave no tensors', async () => {
  await useCpu();
  const peak = async (microBatchSize: number): Promise<number> => {
    const network = tinyNetwork(tasks, plain);
    const step = await eagerStep(network, { optimizer: sgd(), seed: 7, microBatchSize });
    const before = tf.memory().numTensors;
    const { peakBytes } = await tf.profile(async () => void (await step.run(await batchOf(64), at)));
    expect(tf.memory().numTensors).toBe(before);
    await step.dispose();
    network.dispose();
    return peakBytes;
  };
  expect(await peak(8)).toBeLessThan(0.4 * (await peak(64)));
});

it('train tells what to pass as microBatchSize, and rejects it where steps are compiled', async () => {
  await useCpu();
  const network = tinyNetwork(tasks);
  const options = { training: tinySource(tasks), epochs: 1 };
  await expect(train(network, { ...options, microBatchSize: 0.5 })).rejects.toThrow(
    'train: "microBatchSize" must be a whole number of at least 1, got 0.5. Pass e.g. 32, or leave it out.',
  );
  await expect(eagerStep(network, { optimizer: sgd(), seed: 7, microBatchSize: 0 })).rejects.toThrow('got 0.');
  expect(network.model.layers.filter((layer) => Object.hasOwn(layer, 'call'))).toEqual([]);
  expect((await train(network, { ...options, microBatchSize: 3 })).epochs).toHaveLength(1);
  registerTrainStep('cpu', async () => undefined);
  await expect(train(network, { ...options, microBatchSize: 3 })).rejects.toThrow(
    /^train: "microBatchSize" splits steps that run operation by operation, and the cpu engine compiles them\..*pass compile: false\.$/,
  );
  expect((await train(network, { ...options, microBatchSize: 3, compile: false })).epochs).toHaveLength(1);
});

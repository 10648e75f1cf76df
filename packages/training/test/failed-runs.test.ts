// Whatever throws, at whatever stage of a run: nothing stays behind, and the network can be trained again.
import { binary, type BatchSource, regression } from '@polyhead/core';
import {
  adam,
  constantSchedule,
  evaluate,
  findLearningRate,
  train,
  type TrainOptions,
  updateBatchNorm,
} from '@polyhead/training';
import { layers, model as makeModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import * as tf from '@tensorflow/tfjs-core';
import { networkOf, tinyNetwork, tinySource, useCpu } from './support/tiny-network';

const tasks = { age: regression({ scale: 40 }), sex: binary(['f', 'm']) };
type Tasks = typeof tasks;
const source = tinySource(tasks);
const fail = (): never => {
  throw new Error('unplugged');
};

beforeAll(useCpu);

/** The batches of a source, `good` of them; then it fails. */
const failing = (good: number): BatchSource<Tasks> => ({
  ...source,
  async *batches(epoch) {
    let left = good;
    for await (const batch of source.batches(epoch)) {
      if (left-- === 0) fail();
      yield batch;
    }
  },
});

/** A source that works in an epoch of training, and fails when it is read for the statistics of batch norm. */
function failingAgain(): BatchSource<Tasks> {
  let reads = 0;
  return { ...source, batches: (epoch) => (reads++ === 0 ? source : failing(1)).batches(epoch) };
}

const callback = (hook: string): Partial<TrainOptions<Tasks>> => ({ callbacks: [{ name: 'x', [hook]: fail }] });

test.each<[string, Partial<TrainOptions<Tasks>>]>([
  ['the start of the optimizer', { optimizer: { ...adam(), start: fail } }],
  ['a step of the optimizer', { optimizer: { ...adam(), start: () => ({ slots: [], apply: fail }) } }],
  ['the start of the schedule', { schedule: { start: fail } }],
  ['the first learning rate', { schedule: { start: () => ({ learningRate: fail }) } }],
  ['a later learning rate', { schedule: { start: () => ({ learningRate: (step) => (step > 1 ? fail() : 0.01) }) } }],
  ['the end of an epoch of the schedule', { schedule: { start: () => ({ learningRate: () => 1, onEpochEnd: fail }) } }],
  ['the first batch', { training: failing(0) }],
  ['a later batch', { training: failing(2) }],
  ['the validation source', { validation: failing(1) }],
  ['the recomputation of batch norm statistics', { training: failingAgain(), updateBatchNorm: 3 }],
  ['the fingerprint of the validation source', { validation: { ...source, fingerprint: fail } }],
  ...['onTrainBegin', 'onEpochBegin', 'onBatchEnd', 'onEpochEnd', 'onTrainEnd'].map(
    (hook): [string, Partial<TrainOptions<Tasks>>] => [`the hook ${hook}`, callback(hook)],
  ),
])('train leaves no tensor and no replaced layer behind where %s throws', async (_, options) => {
  const network = tinyNetwork(tasks);
  const common: TrainOptions<Tasks> = {
    training: source,
    validation: source,
    epochs: 2,
    optimizer: adam(),
    schedule: constantSchedule(),
    emaDecay: 0.9,
    lossWeighting: 'uncertainty',
  };
  const activations = (): unknown[] =>
    network.model.layers.map((layer) => (layer as unknown as { activation?: unknown }).activation);
  const before = [tf.memory().numTensors, activations()];
  await expect(train(network, { ...common, ...options })).rejects.toThrow('unplugged');
  expect([tf.memory().numTensors, activations()]).toEqual(before);
  expect(network.model.layers.filter((layer) => Object.hasOwn(layer, 'call'))).toEqual([]);
  await expect(train(network, common)).resolves.toMatchObject({ epochs: { length: 2 } });
  expect(tf.memory().numTensors).toBe(before[0]);
});

test('findLearningRate and evaluate leave no tensor behind where their source throws', async () => {
  const network = tinyNetwork(tasks);
  const before = tf.memory().numTensors;
  await expect(findLearningRate(network, { training: failing(1) })).rejects.toThrow('unplugged');
  await expect(evaluate(network, failing(1), { flip: true })).rejects.toThrow('unplugged');
  expect(tf.memory().numTensors).toBe(before);
});

test('functions that change weights reject networks whose weights another run trains', async () => {
  const network = tinyNetwork(tasks);
  const input = layers.input({ shape: [6, 6, 1] }) as SymbolicTensor;
  const sharing = networkOf(
    makeModel({ inputs: input, outputs: network.model.apply(input) as SymbolicTensor[] }),
    tasks,
    [6, 6, 1],
  );
  const options = { training: source, epochs: 1 };
  const running = train(network, options);
  const others = [
    train(network, options),
    train(sharing, options),
    findLearningRate(network, { training: source }),
    updateBatchNorm(sharing, source),
  ];
  for (const run of others)
    await expect(run).rejects.toMatchObject({ code: 'NETWORK_BUSY', where: expect.any(String) });
  await running;
  await train(sharing, options);
});

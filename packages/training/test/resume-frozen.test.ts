import { loadModel, saveModel } from '@polyhead/model/node';
import { branch, buildNetwork, denseBlock, globalAveragePool } from '@polyhead/model';
import { regression } from '@polyhead/core';
import { adam, eagerStep, type Optimizer, predict, sgd, type TrainState } from '@polyhead/training';
import { checkpoints, train } from '@polyhead/training/node';
import fc from 'fast-check';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nestedNetwork, nestings } from './support/nested-network';
import { tinyNetwork, tinySource, useCpu } from './support/tiny-network';

const tasks = { size: regression() };
const training = tinySource(tasks, { size: 16, batchSize: 8 });

beforeAll(useCpu);

const newFolder = () => mkdtemp(join(tmpdir(), 'polyhead-frozen-'));

/** Two dense layers of the same shapes, one of them frozen. */
function denseNetwork(frozen: string) {
  const blocks = [globalAveragePool(), denseBlock(3, { batchNorm: false }), denseBlock(3, { batchNorm: false })];
  const network = buildNetwork({ tasks, imageShape: [6, 6, 1], branches: { size: branch(blocks) }, seed: 1 });
  network.model.getLayer(frozen).trainable = false;
  return network;
}

const kernels = ({ model }: ReturnType<typeof denseNetwork>) =>
  ['size_dense', 'size_dense_1'].map((name) => [...model.getLayer(name).weights[0]!.read().dataSync()]);

const options = (optimizer: Optimizer, folder: string) => ({
  training,
  optimizer,
  callbacks: [checkpoints<typeof tasks>(folder, { stopOnSignals: false })],
});

test('resume with other frozen layers puts each weight into its own layer', async () => {
  const folder = await newFolder();
  const [first, second] = [denseNetwork('size_dense'), denseNetwork('size_dense_1')];
  await train(first, { ...options(sgd({ learningRate: 0.1 }), folder), epochs: 1 });
  await train(second, { ...options(sgd({ learningRate: 0.1 }), folder), epochs: 1, resume: folder });
  expect(kernels(second)).toEqual(kernels(first));
});

test('resume with other frozen layers throws if the optimizer has no state for a layer trainable now', async () => {
  const folder = await newFolder();
  await train(denseNetwork('size_dense'), { ...options(adam(), folder), epochs: 1 });
  await expect(
    train(denseNetwork('size_dense_1'), { ...options(adam(), folder), epochs: 2, resume: folder }),
  ).rejects.toThrow(
    /missing: "first\/size_dense\/kernel".*unknown: "first\/size_dense_1\/kernel".*while other layers were trainable/,
  );
});

test('a state is matched by name, in whatever order its arrays come', async () => {
  const step = await eagerStep(tinyNetwork(tasks), { optimizer: adam(), seed: 1 });
  const state = await step.readState();
  const shuffled = <T>(list: readonly T[]) => fc.shuffledSubarray([...list], { minLength: list.length });
  await fc.assert(
    fc.asyncProperty(shuffled(state.weights), shuffled(state.optimizer), async (weights, optimizer) => {
      await step.writeState({ weights, optimizer });
      expect(await step.readState()).toEqual(state);
    }),
    { numRuns: 10 },
  );
  await step.dispose();
});

test('a state of a network whose layers tfjs numbered otherwise is matched by the order of the layers', async () => {
  const [one, other] = [tinyNetwork(tasks, { seed: 1 }), tinyNetwork(tasks, { seed: 2 })];
  other.model.layers[1]!.trainable = false;
  one.model.layers[1]!.trainable = false;
  const [from, to] = await Promise.all(
    [one, other].map((network) => eagerStep(network, { optimizer: adam(), seed: 1 })),
  );
  const values = ({ weights, optimizer }: TrainState) => [...weights, ...optimizer].map((array) => [...array.values]);
  await to!.writeState(await from!.readState());
  expect(values(await to!.readState())).toEqual(values(await from!.readState()));
  await Promise.all([from!.dispose(), to!.dispose()]);
});

test.each(Object.entries(nestings))('%s: trained, saved, loaded and resumed', async (_, nesting) => {
  const [folder, file] = [await newFolder(), await newFolder()];
  const make = () => nestedNetwork(tasks, nesting);
  const network = make();
  await train(network, { ...options(adam(), folder), epochs: 2 });
  await saveModel(network, file);
  const loaded = await loadModel(file, { tasks });
  expect(await predict(loaded, training)).toEqual(await predict(network, training));
  const [resumed, whole] = [make(), await train(network, { training, optimizer: adam(), epochs: 3, resume: folder })];
  const history = await train(resumed, { training, optimizer: adam(), epochs: 3, resume: folder });
  expect(history.epochs[2]!.training).toEqual(whole.epochs[2]!.training);
});

import {
  arrayBatches,
  buildNetwork,
  binary,
  branch,
  createPredictor,
  denseBlock,
  evaluate,
  flatten,
  imageBatches,
  type Network,
  noTrunk,
  predict,
  saveModel,
  train,
} from 'polyhead';
import { adam, eagerStep } from '@polyhead/training';

const tasks = { sex: binary(['f', 'm']) };
const [side, count] = [4, 6];
const images = Uint8Array.from({ length: count * side * side * 3 }, (_, index) => index % 256);
const labels = Array.from({ length: count }, (_, index) => ({
  sex: index % 2 === 0 ? ('f' as const) : ('m' as const),
}));
const source = () => arrayBatches({ images, shape: [side, side, 3], labels }, { tasks, batchSize: 3 });
const build = (channels = 3): Network<typeof tasks> =>
  buildNetwork({
    tasks,
    imageShape: [side, side, channels],
    trunk: noTrunk(),
    branches: { sex: branch([flatten(), denseBlock(2)]) },
    seed: 1,
  });
const image = { width: side, height: side, data: images.slice(0, side * side * 3) };

test.each<[string, (network: Network<typeof tasks>) => unknown]>([
  ['createPredictor', (network) => createPredictor(network)],
  ['predict', (network) => predict(network, source())],
  ['evaluate', (network) => evaluate(network, source())],
  ['train', (network) => train(network, { training: source(), epochs: 1 })],
  ['saveModel', (network) => saveModel(network, 'nowhere')],
])('%s rejects a network that was disposed of, and says what to do', async (where, use) => {
  for (const dispose of [(network: Network) => network.dispose(), (network: Network) => void network.model.dispose()]) {
    const network = build();
    dispose(network);
    await expect(async () => use(network)).rejects.toThrow(
      `${where}: the network must still have its weights, got one that was disposed of. Call "dispose" after its last use`,
    );
  }
});

test('a predictor rejects images after dispose', async () => {
  const predictor = createPredictor(build());
  await expect(predictor.predict(image)).resolves.toHaveProperty('sex');
  predictor.dispose();
  await expect(predictor.predict(image)).rejects.toThrow('predict: the network must still have its weights');
  await expect(predictor.predictBatch([image])).rejects.toThrow(
    'predictBatch: the network must still have its weights',
  );
});

test('an eager step rejects every method after dispose, and may be disposed of twice', async () => {
  const network = build();
  const step = await eagerStep(network, { optimizer: adam(), seed: 1 });
  const state = await step.readState();
  const { value: batch } = await source().batches(0)[Symbol.asyncIterator]().next();
  await step.dispose();
  await step.dispose();
  await expect(step.run(batch, { learningRate: 1, step: 0 })).rejects.toThrow('"run" must be called before "dispose"');
  await expect(step.predict(image.data, 1)).rejects.toThrow('"predict" must be called before "dispose"');
  await expect(step.readState()).rejects.toThrow('"readState" must be called before "dispose"');
  await expect(step.writeState(state)).rejects.toThrow('"writeState" must be called before "dispose"');
  await expect(predict(network, source())).resolves.toHaveLength(count); // the network itself stays
});

test.each([
  [
    1,
    'Build the network with imageShape [4, 4, 3], or pass arrayBatches pixels of 1 channel, with shape [4, 4, 1] (imageBatches yields RGB, also of gray files).',
  ],
  [4, 'Build the network with imageShape [4, 4, 3], or pass arrayBatches pixels of 4 channels, with shape [4, 4, 4].'],
])('a network of %d channels that is fed RGB files is rejected with what to do', async (channels, hint) => {
  const files = imageBatches([{ file: 'a.jpg', sex: 'f' }], { tasks, imageSize: side, batchSize: 1 });
  await expect(train(build(channels), { training: files, epochs: 1 })).rejects.toThrow(hint);
  await expect(predict(build(channels), files)).rejects.toThrow(hint);
});

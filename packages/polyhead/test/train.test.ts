import { getBackend } from '@tensorflow/tfjs-core';
import { arrayBatches, buildNetwork, branch, classification, evaluate, flatten, predict, train } from 'polyhead';

test('a program without useEngine trains, evaluates and predicts on the best engine', async () => {
  const tasks = { shade: classification(['dark', 'light']) };
  const images = Uint8Array.from({ length: 16 * 12 }, (_, index) => (index < 8 * 12 ? 10 : 240));
  const source = arrayBatches(
    { images, shape: [2, 2, 3], values: { shade: Array.from({ length: 16 }, (_, index) => (index < 8 ? 0 : 1)) } },
    { tasks, batchSize: 8 },
  );
  const network = buildNetwork({ tasks, imageShape: [2, 2, 3], branches: { shade: branch([flatten()]) } });
  expect(getBackend()).toBe('cpu');
  const history = await train(network, { training: source, epochs: 3 });
  expect(['tensorflow', 'wasm']).toContain(getBackend());
  expect(history.epochs.map(({ training }) => Number.isFinite(training.loss))).toEqual([true, true, true]);
  expect((await evaluate(network, source)).shade.truth).toHaveLength(16);
  expect((await predict(network, source))[0]).toMatchObject({ index: 0 });
});

import { getBackend } from '@tensorflow/tfjs-core';
import { arrayBatches, buildNetwork, branch, classification, denseBlock, findLearningRate } from 'polyhead';

test('findLearningRate runs on the best engine there is in a program that never chose one', async () => {
  const tasks = { shade: classification(['dark', 'light']) };
  const source = arrayBatches(
    { images: new Uint8Array(8 * 12), shape: [2, 2, 3], values: { shade: [0, 1, 0, 1, 0, 1, 0, 1] } },
    { tasks },
  );
  const network = buildNetwork({ tasks, imageShape: [2, 2, 3], branches: { shade: branch([denseBlock(2)]) } });
  expect(getBackend()).toBe('cpu');
  expect((await findLearningRate(network, { training: source, steps: 3 })).rates.length).toBeGreaterThan(0);
  expect(['tensorflow', 'wasm']).toContain(getBackend());
});

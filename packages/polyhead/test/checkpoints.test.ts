import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { arrayBatches, buildNetwork, branch, checkpoints, classification, flatten, train, useEngine } from 'polyhead';

beforeAll(() => useEngine('cpu'));

test('checkpoints keep the best model with a model card, or with words of your own', async () => {
  const tasks = { shade: classification(['dark', 'light']) };
  const images = Uint8Array.from({ length: 8 * 12 }, (_, index) => (index < 4 * 12 ? 10 : 240));
  const source = arrayBatches(
    { images, shape: [2, 2, 3], values: { shade: [0, 0, 0, 0, 1, 1, 1, 1] } },
    { tasks, batchSize: 8 },
  );
  const best = async (options?: { readme: () => string }): Promise<string> => {
    const folder = mkdtempSync(join(tmpdir(), 'polyhead-checkpoints-'));
    const network = buildNetwork({ tasks, imageShape: [2, 2, 3], branches: { shade: branch([flatten()]) } });
    await train(network, {
      training: source,
      validation: source,
      epochs: 1,
      callbacks: [checkpoints(folder, { best: 'validation.loss', stopOnSignals: false, ...options })],
    });
    return readFileSync(join(folder, 'best', 'README.md'), 'utf8');
  };
  expect(await best()).toMatch(/trained for 1 epoch[\s\S]*## Caveats and recommendations/);
  expect(await best({ readme: () => '# Mine' })).toBe('# Mine');
});

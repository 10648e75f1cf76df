// Losses that are no numbers: training stops, says where, and keeps the last good checkpoint.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BatchSource, type FaceTasks, faceTasks, type TaskName } from '@polyhead/core';
import { sgd } from '@polyhead/training';
import { checkpoints, readCheckpoint, train } from '@polyhead/training/node';
import { tinyNetwork, tinySource, useCpu, weightsOf } from '../support/tiny-network';

const tasks = faceTasks();
let folder = '';
beforeAll(useCpu);
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'polyhead-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A source with one target that is no number: of one task, in one batch of one epoch. */
function poisoned(name: TaskName<FaceTasks>, value: number): BatchSource<FaceTasks> {
  const source = tinySource(tasks, { size: 32, shuffle: false });
  return {
    ...source,
    async *batches(epoch, from = 0) {
      let at = from;
      for await (const batch of source.batches(epoch, from)) {
        if (epoch === 1 && at++ === 2) batch.targets[name][3 * tasks[name].units] = value;
        yield batch;
      }
    },
  };
}

test.each([
  ['age', NaN],
  ['race', NaN],
  ['gender', Infinity],
] as const)(
  'a target of %s that is %d ends the run: task, epoch, batch, the image and the files of the batch are named',
  async (name, value) => {
    const attempt = train(tinyNetwork(tasks), {
      training: poisoned(name, value),
      epochs: 3,
      callbacks: [checkpoints(folder, { everyBatches: 1 })],
    });
    await expect(attempt).rejects.toThrow(
      new RegExp(
        `^train: the loss of "${name}" became (NaN|-?Infinity) in epoch 1, batch 2 \\(both counted from 0\\) at learning rate 0\\.001\\. The image image-19\\.png has a label of "${name}" that is no finite number: fix it or leave it out\\. Images of the batch: image-16\\.png, .*, image-23\\.png\\.$`,
      ),
    );
    const state = await readCheckpoint(folder);
    expect([state?.epoch, state?.batch]).toEqual([1, 2]);
    expect(state?.train.weights.every(({ values }) => values.every(Number.isFinite))).toBe(true);
  },
);

test('the run goes on from that checkpoint once the label is fixed, as if nothing had been', async () => {
  const run = (training: BatchSource<FaceTasks>, resume?: string) => ({
    training,
    epochs: 2,
    callbacks: [checkpoints(folder, { everyBatches: 1 })],
    ...(resume !== undefined && { resume }),
  });
  await expect(train(tinyNetwork(tasks), run(poisoned('age', NaN)))).rejects.toThrow('"age" became NaN');
  const [fixed, whole] = [tinyNetwork(tasks), tinyNetwork(tasks)];
  await train(fixed, run(tinySource(tasks, { size: 32, shuffle: false }), folder));
  await train(whole, { training: tinySource(tasks, { size: 32, shuffle: false }), epochs: 2 });
  expect(weightsOf(fixed)).toEqual(weightsOf(whole));
});

test('steps that go too far are told from bad labels, and no checkpoint has weights that are no numbers', async () => {
  const attempt = train(tinyNetwork(tasks), {
    training: tinySource(tasks, { size: 32 }),
    epochs: 3,
    optimizer: sgd({ learningRate: 1e30 }),
    callbacks: [checkpoints(folder, { everyBatches: 1 })],
  });
  await expect(attempt).rejects.toThrow(/not finite|Train with a lower learning rate or "clipNorm"/);
  const state = await readCheckpoint(folder);
  expect(state === undefined || state.train.weights.every(({ values }) => values.every(Number.isFinite))).toBe(true);
});

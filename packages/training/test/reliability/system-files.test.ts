// Folders of runs and models in which an operating system has left files.
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadModel } from '@polyhead/model/node';
import { faceTasks } from '@polyhead/core';
import { checkpoints, readCheckpoint, train } from '@polyhead/training/node';
import { tinyNetwork, tinySource, useCpu } from '../support/tiny-network';

const tasks = faceTasks();
let folder = '';
beforeAll(useCpu);
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'polyhead-'))));
afterEach(() => rm(folder, { recursive: true }));

/** Leaves files in every folder of a run, as Finder, Explorer, NFS and a NAS do. */
async function leaveSystemFiles(): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const inside = entries.filter((entry) => entry.isDirectory()).map(({ parentPath, name }) => join(parentPath, name));
  for (const place of [folder, ...inside]) {
    for (const name of ['.DS_Store', '._model.json', 'Thumbs.db', 'desktop.ini', '.nfs00000000001'])
      await writeFile(join(place, name), 'x');
    await mkdir(join(place, '@eaDir'));
    await writeFile(join(place, '@eaDir', 'model.json'), 'x');
  }
}

const run = (epochs: number) =>
  train(tinyNetwork(tasks), {
    training: tinySource(tasks, { size: 16 }),
    epochs,
    callbacks: [checkpoints(folder, { best: 'training.loss', stopOnSignals: false })],
    resume: folder,
  });

test('a run and its models are read and continued although the operating system left files in them', async () => {
  await run(1);
  await leaveSystemFiles();
  const state = await readCheckpoint(folder);
  expect([state?.epoch, state?.origin?.damaged]).toEqual([1, []]);
  await expect(loadModel(join(folder, 'best'))).resolves.toBeDefined();
  const history = await run(3);
  expect([history.epochs.length, history.resumed?.damaged]).toEqual([3, []]);
});

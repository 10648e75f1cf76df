// Checkpoints that somebody else has written, with checksums that match.
import fs, { readFile, rename, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readCheckpoint } from '@polyhead/training/node';
import { second, root, copies, run, copyOfGood, fallsBack, forged } from './good-folder';

describe('a checkpoint from a stranger, with sums that fit', () => {
  test.each<[string, Parameters<typeof forged>[0], RegExp]>([
    ['a NaN among the weights', (_, arrays) => (arrays[0] = NaN), /weight ".*" has values that are not finite/],
    [
      'a shape of nearly endless size',
      (state) => (state.train.weights[0].shape = [2 ** 30, 2 ** 22]),
      /expected \d+ bytes of/,
    ],
    ['a shape that is none', (state) => (state.train.weights[0].shape = [-1]), /expected the shape of/],
    ['fewer arrays than bytes', (state) => state.train.optimizer.pop(), /expected \d+ bytes in arrays\.bin, got \d+/],
    ['no callbacks', (state) => (state.callbacks = null), /expected "callbacks" in state\.json, got null/],
    ['a step of minus one', (state) => (state.step = -1), /expected "step" in state\.json to be a whole number/],
    [
      'deep nesting',
      (state) => (state.schedule = JSON.parse('['.repeat(90) + ']'.repeat(90))),
      /state\.json is nested more than 64 deep/,
    ],
  ])('%s: passed over', async (_, edit, reason) => {
    await fallsBack(await forged(edit), reason);
  });

  test('`__proto__` as a task: passed over, and no prototype is touched', async () => {
    await fallsBack(
      await forged(
        () => undefined,
        (json) => json.replace('"age":', '"__proto__":'),
      ),
      'state.json has a member "__proto__", which no run has',
    );
    expect(({} as Record<string, unknown>)['kind']).toBeUndefined();
  });

  test('weights of another shape, or other tasks: rejected with the difference', async () => {
    const swapped = await forged((state) => state.train.weights[0].shape.reverse());
    await expect(run(swapped, 3)).rejects.toThrow(
      /^writeState: expected weights ".*" of shape \[3, 3, 1, 4\], got ".*" of shape \[4, 1, 3, 3\]\./,
    );
    const other = await forged((state) => (state.tasks.race.labels = ['x', 'y']));
    await expect(run(other, 3)).rejects.toThrow(
      /^train: "resume" is a run with other tasks: "labels" of race is .* in the network and \["x","y"\] in the checkpoint\. Make/,
    );
  });

  test('a path in the manifest that leads outside is never opened', async () => {
    const folder = await copyOfGood();
    const file = join(folder, second, 'manifest.json');
    const manifest = JSON.parse(await readFile(file, 'utf8'));
    await writeFile(
      file,
      JSON.stringify({ ...manifest, files: { ...manifest.files, '../../../secret': { bytes: 1, sha256: '' } } }),
    );
    await fallsBack(folder, '../../../secret is missing');
  });

  test.each(['manifest.json', 'state.json'])('a gigabyte in %s: rejected by its size, and never read', async (name) => {
    const folder = await copyOfGood();
    const read = jest.spyOn(fs, 'readFile');
    const wasRead = () => read.mock.calls.some(([path]) => path === join(folder, second, name));
    expect([(await readCheckpoint(folder))?.epoch, wasRead()]).toEqual([2, true]);
    read.mockClear();
    await truncate(join(folder, second, name), 2 ** 30); // a sparse file takes no room on the disk
    await fallsBack(folder, `${name} is not as it was written: it has 1073741824 bytes`);
    expect(wasRead()).toBe(false);
    read.mockRestore();
  });
});

test('a symbolic link that leads out of a checkpoint is not read; one that stays in it is followed', async () => {
  for (const name of ['arrays.bin', 'manifest.json', 'state.json', '.']) {
    const folder = await copyOfGood();
    const [place, outside] = [join(folder, second, name), join(root, `outside ${copies}`)];
    await rename(place, outside);
    await symlink(outside, place);
    await fallsBack(folder, 'must be in the folder, got a symbolic link that leads out of it');
  }
  const folder = await copyOfGood();
  await rename(join(folder, second), join(folder, 'elsewhere'));
  await symlink('elsewhere', join(folder, second));
  expect((await readCheckpoint(folder))?.origin).toEqual({ folder: join(folder, second), damaged: [] });
});

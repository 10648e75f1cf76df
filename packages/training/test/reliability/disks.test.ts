// Folders of checkpoints on disks that are full or cannot be written.
import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type FaceTasks } from '@polyhead/core';
import type { Callback } from '@polyhead/training';
import { checkpoints, readCheckpoint, train } from '@polyhead/training/node';
import { tinyNetwork, tinySource } from '../support/tiny-network';
import { tasks, first, root, run } from './good-folder';

const isRoot = process.getuid?.() === 0;

/** As root: on a machine of the CI, which is another user, by sudo. */
const asRoot = (...command: [string, ...string[]]): void =>
  void execFileSync(isRoot ? command[0] : 'sudo', isRoot ? command.slice(1) : ['-n', ...command]);

const canMount = process.platform === 'linux' && isRoot;

(canMount || process.env['CI'] === 'true' ? test : test.skip)(
  'a full disk (needs root and Linux): the run ends with words, the last complete checkpoint stays and reads',
  async () => {
    const folder = join(root, 'disk');
    await mkdir(folder);
    asRoot('mount', '-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder);
    try {
      const place = join(folder, 'run');
      await run(place, 1);
      const fill: Callback<FaceTasks> = {
        name: 'fill',
        onEpochBegin: async () => writeFile(join(folder, 'filler'), new Uint8Array(2 ** 21)).catch(() => undefined),
      };
      await expect(run(place, 3, [fill])).rejects.toThrow(
        /^checkpoints: cannot write to .*ENOSPC.*The disk is full: free some space, then pass \{ resume: /,
      );
      expect((await readdir(place)).filter((name) => name !== first)).toEqual([]);
      await rm(join(folder, 'filler'));
      expect((await run(place, 3)).epochs.length).toBe(3);
    } finally {
      asRoot('umount', folder);
    }
  },
);

(canMount || process.env['CI'] === 'true' ? test : test.skip)(
  'a folder on a read-only disk (needs root and Linux): rejected before the first batch, what is there stays and reads',
  async () => {
    const folder = join(root, 'read-only');
    await mkdir(folder);
    asRoot('mount', '-t', 'tmpfs', '-o', 'size=4m,mode=777', 'tmpfs', folder);
    try {
      await run(join(folder, 'run'), 1);
      asRoot('mount', '-o', 'remount,ro', folder);
      let batches = 0;
      const count: Callback<FaceTasks> = { name: 'count', onBatchEnd: () => void batches++ };
      await expect(run(join(folder, 'run'), 2, [count])).rejects.toThrow(/^checkpoints: cannot write to .*EROFS/);
      expect([batches, (await readCheckpoint(join(folder, 'run')))?.epoch]).toEqual([0, 1]);
    } finally {
      asRoot('umount', folder);
    }
  },
);

test('a folder that cannot be written is rejected before the first batch', async () => {
  const file = join(root, 'a file');
  await writeFile(file, 'precious');
  let batches = 0;
  const count: Callback<FaceTasks> = { name: 'count', onBatchEnd: () => void batches++ };
  const attempt = train(tinyNetwork(tasks), {
    training: tinySource(tasks),
    epochs: 1,
    callbacks: [count, checkpoints(join(file, 'below'))],
  });
  await expect(attempt).rejects.toThrow(
    /^checkpoints: cannot write to .*A file is in the place of a folder: pass another folder/,
  );
  expect([batches, await readFile(file, 'utf8')]).toEqual([0, 'precious']);
});

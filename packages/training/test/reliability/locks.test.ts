// Folders of checkpoints that another run holds or has held.
import { execFileSync } from 'node:child_process';
import { readdir, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { type FaceTasks } from '@polyhead/core';
import type { Callback } from '@polyhead/training';
import { run, copyOfGood } from './good-folder';

test('two runs on one folder: the second is rejected, the first goes on', async () => {
  const folder = await copyOfGood();
  let refusal: unknown;
  const intruder: Callback<FaceTasks> = {
    name: 'intruder',
    onEpochEnd: async () => void (refusal = await run(folder, 4).catch(String)),
  };
  expect((await run(folder, 3, [intruder])).epochs.length).toBe(3);
  expect(refusal).toBe(
    `PolyheadError: checkpoints: another run (process ${process.pid}) writes to ${folder}. Wait for it, stop it, or pass another folder.`,
  );
  expect(await readdir(folder)).not.toContain('.lock');
});

test.each<[string, () => object | string, Date, boolean]>([
  [
    'a living process of this machine',
    () => ({ pid: process.ppid, host: hostname(), started: startOf(process.ppid) }),
    new Date(0),
    true,
  ],
  [
    'a process whose number another one has now',
    () => ({ pid: process.ppid, host: hostname(), started: 'long ago' }),
    new Date(),
    false,
  ],
  ['a process that is gone', () => ({ pid: 2 ** 22 + 5, host: hostname(), started: '' }), new Date(), false],
  [
    'a process of another machine, alive a moment ago',
    () => ({ pid: 1, host: 'elsewhere', started: '' }),
    new Date(),
    true,
  ],
  [
    'a process of another machine, silent since',
    () => ({ pid: 1, host: 'elsewhere', started: '' }),
    new Date(Date.now() - 600_000),
    false,
  ],
  [
    'a process of another machine whose clock went back since',
    () => ({ pid: 1, host: 'elsewhere', started: '' }),
    new Date(Date.now() + 600_000),
    false,
  ],
  ['nobody, as its writer was killed', () => '', new Date(), false],
])('a lock of %s', async (_, holder, time, holds) => {
  const folder = await copyOfGood();
  const said = holder();
  await writeFile(join(folder, '.lock'), typeof said === 'string' ? said : JSON.stringify({ ...said, token: 'x' }));
  await utimes(join(folder, '.lock'), time, time);
  if (holds) await expect(run(folder, 3)).rejects.toThrow(/^checkpoints: another run \(process \d+.*\) writes to /);
  else expect((await run(folder, 3)).epochs.length).toBe(3);
});

function startOf(pid: number): string {
  const text = execFileSync('cat', [`/proc/${pid}/stat`, '/proc/sys/kernel/random/boot_id'], { encoding: 'latin1' });
  const [fields = '', boot] = text.trim().split('\n');
  return `${boot} ${fields.slice(fields.lastIndexOf(')') + 2).split(' ')[19]}`;
}

// Folders of checkpoints that other runs write to, or have written to.
import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { processIdentity } from '@polyhead/model/node';
import { type FaceTasks, faceTasks } from '@polyhead/core';
import { type Callback, type History, type RunState, sgd } from '@polyhead/training';
import { checkpoints, type CheckpointsOptions, readCheckpoint, train } from '@polyhead/training/node';
import { tinyNetwork, tinySource, useCpu } from '../support/tiny-network';

const tasks = faceTasks();
let root = '';
beforeAll(useCpu);
beforeEach(async () => void (root = await mkdtemp(join(tmpdir(), 'polyhead-'))));
afterEach(() => rm(root, { recursive: true, force: true }));

const run = (
  folder: string,
  epochs: number,
  resume: string | RunState | undefined = folder,
  settings: CheckpointsOptions<FaceTasks> = {},
  callbacks: Callback<FaceTasks>[] = [],
): Promise<History<FaceTasks>> =>
  train(tinyNetwork(tasks), {
    training: tinySource(tasks, { size: 16 }),
    epochs,
    optimizer: sgd({ learningRate: 0.01 }),
    callbacks: [...callbacks, checkpoints(folder, settings)],
    ...(resume !== undefined && { resume }),
  });

/** Calls `action` while a run has locked the folder. */
const whileRunning = (folder: string, action: () => Promise<void>): Promise<History<FaceTasks>> =>
  run(folder, 1, undefined, {}, [{ name: 'meanwhile', onEpochEnd: action }]);

const source = resolve(__dirname, '../../../../packages/training/src/node.ts');
const program = (folder: string): string =>
  `const { checkpoints } = await import(${JSON.stringify(source)});
   const run = { network: { tasks: {} }, history: { epochs: [] }, position: () => ({ epoch: 0, batch: 0 }) };
   const told = await checkpoints(${JSON.stringify(folder)}, { stopOnSignals: false }).onTrainBegin(run).then(() => 'taken', String);`;
const refusal =
  /^PolyheadError: checkpoints: another run \(process \d+\) writes to .* If it is gone, start again in \d+ seconds\./;

test('the lock of a run is rejected to another thread of its process, and stays', async () => {
  await whileRunning(root, async () => {
    const before = await readFile(join(root, '.lock'), 'utf8');
    const code = `import('tsx/esm/api').then(async ({ register }) => { register(); ${program(root)} require('node:worker_threads').parentPort.postMessage(told); });`;
    const worker = new Worker(code, { eval: true, execArgv: ['--conditions=@polyhead/source'] });
    const told = await new Promise((done, fail) => worker.once('message', done).once('error', fail));
    await worker.terminate();
    expect(told).toMatch(refusal);
    expect(await readFile(join(root, '.lock'), 'utf8')).toBe(before);
  });
  expect(await readdir(root)).not.toContain('.lock');
});

test('a second copy of the package in the same process cannot take the lock of a run, however old it is', async () => {
  await whileRunning(root, async () => {
    const before = await readFile(join(root, '.lock'), 'utf8');
    await jest.isolateModulesAsync(async () => {
      const copy = await import('@polyhead/training/node');
      expect(copy.checkpoints).not.toBe(checkpoints);
      const run = { network: { tasks: {} }, history: { epochs: [] }, position: () => ({ epoch: 0, batch: 0 }) };
      await utimes(join(root, '.lock'), 0, 0); // however long ago the run gave a sign of life
      const begin = copy.checkpoints(root, { stopOnSignals: false }).onTrainBegin!(run as never);
      await expect(begin).rejects.toThrow(/^checkpoints: another run \(process \d+\) writes to .* another folder\.$/);
    });
    expect(await readFile(join(root, '.lock'), 'utf8')).toBe(before);
  });
  expect(await readdir(root)).not.toContain('.lock');
});

const canUnshare = process.platform === 'linux' && process.getuid?.() === 0;
(canUnshare ? test : test.skip)(
  'the lock of a run is rejected to a process of another container of the same host name (needs root and Linux)',
  async () => {
    await whileRunning(root, async () => {
      const code = `${program(root)} console.log(told); process.exit();`;
      const node = [process.execPath, '--conditions=@polyhead/source', '--import', 'tsx', '--input-type=module'];
      const words = ['--fork', '--pid', '--mount-proc', ...node, '-e', code];
      const options = { encoding: 'utf8', cwd: resolve(__dirname, '../../../..') } as const;
      expect(execFileSync('unshare', words, options)).toMatch(refusal);
    });
  },
);

const elsewhere = { namespace: 'pid:[1]', token: 'x' };
const [boot = '', ticks = ''] = processIdentity().started.split(' ');
const minutesAgo = (minutes: number): Date => new Date(Date.now() - minutes * 60_000);
test.each<[string, object, Date, boolean]>([
  ['another container, alive a moment ago', elsewhere, minutesAgo(0), true],
  ['another container, silent since', elsewhere, minutesAgo(10), false],
  ['another thread of this process, silent since', { token: 'x' }, minutesAgo(10), false],
  [
    'this process, by its name, before the machine was started again',
    { started: `earlier ${ticks}` },
    minutesAgo(0),
    false,
  ],
  ['another machine of the same name', { started: `other ${ticks}`, machine: 'another' }, minutesAgo(0), true],
  ['a process of this machine that is gone', { pid: 2 ** 22 + 5, started: `${boot} 1` }, minutesAgo(0), false],
])('a lock of %s', async (_, other, time, holds) => {
  await writeFile(join(root, '.lock'), JSON.stringify({ ...processIdentity(), token: 'x', ...other }));
  await utimes(join(root, '.lock'), time, time);
  if (holds) await expect(run(root, 1)).rejects.toThrow(/^checkpoints: another run/);
  else expect((await run(root, 1)).epochs.length).toBe(1);
});

test('a run whose folder another run has taken over stops at its next checkpoint and keeps that lock', async () => {
  const lock = JSON.stringify({ ...processIdentity(), host: 'elsewhere', token: 'x' });
  const take: Callback<FaceTasks> = { name: 'take', onBatchEnd: () => writeFile(join(root, '.lock'), lock) };
  await expect(run(root, 2, undefined, {}, [take])).rejects.toThrow(
    /^checkpoints: another run \(process \d+ on elsewhere\) has taken .* over, as this one gave no sign of life/,
  );
  expect(await readdir(root)).toEqual(['.lock']);
});

describe('checkpoints of another run', () => {
  const best = { best: 'training.loss' } as const;
  const [a, b] = [() => join(root, 'a'), () => join(root, 'b')];

  test('behind a run that is resumed from elsewhere are an error, and stay with its best model', async () => {
    await run(a(), 2, a(), best);
    await run(b(), 3);
    const model = await readFile(join(a(), 'best', 'tasks.json'));
    await expect(run(a(), 5, b(), best)).rejects.toThrow(
      `holds checkpoints of another run, up to checkpoint-000002-000000. Pass checkpoints the folder of the run that this one continues, ${JSON.stringify(b())}, another folder, or`,
    );
    const state = { ...(await readCheckpoint(b()))!, origin: undefined } as never;
    await expect(run(a(), 5, state, best)).rejects.toThrow('000000. Pass another folder, or { overwrite: true }');
    expect((await readdir(a())).sort()).toEqual(['best', 'checkpoint-000001-000000', 'checkpoint-000002-000000']);
    expect(await readFile(join(a(), 'best', 'tasks.json'))).toEqual(model);
  });

  test('are all removed with overwrite, so that none is resumed by mistake', async () => {
    await run(a(), 2);
    await run(b(), 3);
    await run(a(), 4, b(), { overwrite: true });
    expect(await readdir(a())).toEqual(['checkpoint-000004-000000']);
  });

  test('are not those of a run that is resumed from a state in memory', async () => {
    let state: RunState | undefined;
    const keep: Callback<FaceTasks> = { name: 'keep', onEpochEnd: async (one) => void (state = await one.readState()) };
    await run(a(), 2, undefined, {}, [keep]);
    await run(a(), 3, state);
    expect((await readdir(a())).sort()).toEqual(['checkpoint-000002-000000', 'checkpoint-000003-000000']);
  });
});

describe('a state that could not be read back', () => {
  const long = (): string => 'x'.repeat(2 ** 28);
  test.each<[string, () => object, RegExp]>([
    [
      'too large',
      () => ({ values: long() }),
      /has \d+ bytes, and at most 268435456 .* largest part is that of the callback "mine"/,
    ],
    ['too deep', () => ({ values: JSON.parse('['.repeat(90) + ']'.repeat(90)) }), /nested more than 64 deep/],
    ['with a forbidden name', () => ({ values: JSON.parse('{"__proto__":1}') }), /has a member "__proto__"/],
    ['of no JSON', () => ({ values: { count: 1n } }), /cannot be saved: Do not know how to serialize a BigInt/],
    [
      'whose arrays have another shape',
      () => ({ values: 0, arrays: [{ name: 'mean', shape: [3], values: new Float32Array(4) }] }),
      /expected the values of "mean" to be a Float32Array of 3 numbers/,
    ],
  ])('(%s) is an error, and no file is written', async (_, state, message) => {
    const callback = { name: 'mine', state } as unknown as Callback<FaceTasks>;
    await expect(run(root, 1, undefined, {}, [callback])).rejects.toThrow(message);
    expect(await readdir(root)).toEqual([]);
  });
});

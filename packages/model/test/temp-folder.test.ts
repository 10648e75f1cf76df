import { spawn, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { randomUUID } from 'node:crypto';
import { isRunning, processIdentity, removeLeftovers, tempFolder } from '@polyhead/model/node';

let root = '';
beforeEach(async () => void (root = await mkdtemp(join(tmpdir(), 'polyhead-'))));
afterEach(() => rm(root, { recursive: true, force: true }));

const source = resolve(__dirname, '../src/node.ts');
const flags = ['--conditions=@polyhead/source', '--import', 'tsx', '--input-type=module', '-e'];
/** A program that begins to write a model and does not end on its own if `stays`. */
const writer = (stays: boolean): string[] => [
  ...flags,
  `const { tempFolder } = await import(${JSON.stringify(source)});
   (await import('node:fs')).mkdirSync(tempFolder(${JSON.stringify(join(root, 'model'))}));
   console.log('made'); ${stays ? 'setInterval(() => undefined, 1000)' : 'process.exit()'};`,
];
const options = { cwd: resolve(__dirname, '../../..') };
const left = (): Promise<string[]> => readdir(root);

test('a temporary folder stays while its process is running, and is removed once that was killed', async () => {
  const child = spawn(process.execPath, writer(true), { ...options, stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout!, 'data');
  await removeLeftovers(join(root, 'model'));
  expect((await left()).length).toBe(1);
  child.kill('SIGKILL');
  await once(child, 'close');
  await removeLeftovers(join(root, 'model'));
  expect(await left()).toEqual([]);
});

test('temporary folders of this process, of other targets and other things stay', async () => {
  execFileSync(process.execPath, writer(false), options);
  const others = [basename(tempFolder(join(root, 'model'))), '.model.previous', '.model.notes', '.other.x'];
  for (const name of others) await mkdir(join(root, name));
  await removeLeftovers(join(root, 'model'));
  expect((await left()).sort()).toEqual(others.sort());
});

test('what another container or an earlier version was writing is removed after ten minutes', async () => {
  const foreign = basename(tempFolder(join(root, 'model'))).replace(/^\.model\.[0-9a-f]{8}/, '.model.00000000');
  const names = [foreign, `.model.${randomUUID()}`];
  for (const name of names) await mkdir(join(root, name));
  await removeLeftovers(join(root, 'model'));
  expect((await left()).sort()).toEqual(names.sort());
  const before = new Date(Date.now() - 3_600_000);
  for (const name of names) await utimes(join(root, name), before, before);
  await removeLeftovers(join(root, 'model'));
  expect(await left()).toEqual([]);
});

test('isRunning tells a process of here from one that is gone and one that cannot be known', () => {
  const here = processIdentity();
  expect(isRunning(here)).toBe(true);
  expect(isRunning({ ...here, pid: 2 ** 22 + 5 })).toBe(false);
  expect(isRunning({ ...here, host: 'elsewhere' })).toBeUndefined();
  if (process.platform !== 'linux') return;
  expect(isRunning({ ...here, started: `${here.started}0` })).toBe(false);
  expect(isRunning({ ...here, namespace: 'pid:[1]' })).toBeUndefined();
});

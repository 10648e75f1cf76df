// A folder with two good checkpoints, made before the tests of the file that imports this one; tests change copies.
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { type FaceTasks, faceTasks } from '@polyhead/core';
import type { Callback, History } from '@polyhead/training';
import { checkpoints, type CheckpointsOptions, readCheckpoint, train } from '@polyhead/training/node';
import { tinyNetwork, tinySource, useCpu } from '../support/tiny-network';

export const tasks = faceTasks();

export const [first, second] = ['checkpoint-000001-000000', 'checkpoint-000002-000000'];
export let root = '';
export let good = '';
export let copies = 0;

export const run = (
  folder: string,
  epochs: number,
  callbacks: Callback<FaceTasks>[] = [],
  settings: CheckpointsOptions<FaceTasks> = {},
): Promise<History<FaceTasks>> =>
  train(tinyNetwork(tasks), {
    training: tinySource(tasks, { size: 16 }),
    epochs,
    callbacks: [...callbacks, checkpoints(folder, settings)],
    resume: folder,
  });

beforeAll(async () => {
  await useCpu();
  root = await mkdtemp(join(tmpdir(), 'polyhead-'));
  good = join(root, 'good');
  await run(good, 2);
});
afterAll(() => rm(root, { recursive: true, force: true }));

export async function copyOfGood(): Promise<string> {
  const folder = join(root, `copy ${copies++}`);
  await cp(good, folder, { recursive: true });
  return folder;
}

export async function filesOf(checkpoint: string): Promise<string[]> {
  const entries = await readdir(checkpoint, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(checkpoint.length + 1));
}

/** Promises that the newest checkpoint is passed over for the one before, and named with a reason. */
export async function fallsBack(folder: string, reason: RegExp | string): Promise<void> {
  const origin = (await readCheckpoint(folder))?.origin;
  expect(origin?.folder).toBe(join(folder, first));
  expect(origin?.damaged).toEqual([{ folder: join(folder, second), reason: expect.stringMatching(reason) }]);
}

/** A checkpoint whose state was changed by someone who knows how to make the sums fit. */
export async function forged(
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- JSON that is broken on purpose
  edit: (state: any, arrays: Float32Array) => unknown,
  text: (json: string) => string = (json) => json,
): Promise<string> {
  const folder = await copyOfGood();
  const at = (name: string): string => join(folder, second, name);
  const state = JSON.parse(await readFile(at('state.json'), 'utf8'));
  const bytes = new Uint8Array(await readFile(at('arrays.bin')));
  edit(state, new Float32Array(bytes.buffer));
  const manifest = JSON.parse(await readFile(at('manifest.json'), 'utf8'));
  for (const [name, content] of [
    ['state.json', Buffer.from(text(JSON.stringify(state)))],
    ['arrays.bin', bytes],
  ] as const) {
    await writeFile(at(name), content);
    manifest.files[name] = { bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') };
  }
  await writeFile(at('manifest.json'), JSON.stringify(manifest));
  return folder;
}

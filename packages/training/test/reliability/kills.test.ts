// Processes that are ended while they train. POLYHEAD_KILLS=200 kills as often, POLYHEAD_SEED=2 at other moments; the
// default is short.
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startRun, timelessBytes } from './child-run';
import { seededRandom } from './seeded-random';

const kills = Number(process.env['POLYHEAD_KILLS'] ?? 8);
const random = seededRandom(Number(process.env['POLYHEAD_SEED'] ?? 1));
const epochs = Math.max(6, Math.ceil(kills / 2)); // of four batches
const endless = 1e6; // epochs: no run is done before its signal comes
const last = `checkpoint-${String(epochs).padStart(6, '0')}-000000`;
let root = '';
beforeAll(async () => void (root = await mkdtemp(join(tmpdir(), 'polyhead-'))));
afterAll(() => rm(root, { recursive: true, force: true }));

/** Runs to the end; gives the last checkpoint, and the milliseconds that a batch took here. */
async function finish(folder: string): Promise<{ bytes: Awaited<ReturnType<typeof timelessBytes>>; pace: number }> {
  const run = startRun(folder, epochs);
  await run.batches(1);
  const start = performance.now();
  expect([await run.exit, run.errors()]).toEqual([0, '']);
  return { bytes: await timelessBytes(join(folder, last)), pace: (performance.now() - start) / (4 * epochs - 1) };
}

test(`a run that is killed ${kills} times at random moments ends with the very bytes of one that was not`, async () => {
  const { bytes: expected, pace } = await finish(join(root, 'whole'));
  const folder = join(root, 'killed');
  const moments: string[] = [];
  for (let kill = 0; kill < kills; kill++) {
    const run = startRun(folder, epochs);
    await run.batches(Math.floor(random() * 3)); // none: while it starts, or writes its first checkpoint
    await wait(random() * 2 * pace); // on any machine the run survives most kills
    run.process.kill('SIGKILL');
    const exit = await run.exit;
    expect(run.errors()).toBe('');
    const from = run.messages.find(({ begun }) => begun !== undefined);
    expect(from?.resumed?.damaged ?? []).toEqual([]); // what is there under its name is complete
    moments.push(JSON.stringify(from?.begun ?? 'before it began'));
    if (exit !== 'SIGKILL') break; // it was done before
  }
  expect((await finish(folder)).bytes).toEqual(expected);
  expect(moments.length).toBeGreaterThan(kills / 4);
  expect((await readdir(folder)).filter((name) => !name.startsWith('checkpoint-'))).toEqual([]);
}, 3_600_000);

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s lets the batch end, writes a checkpoint and ends the process with that signal, and the run continues from there',
  async (signal) => {
    const folder = join(root, signal);
    const run = startRun(folder, endless);
    await run.batches(2);
    run.process.kill(signal);
    expect([await run.exit, run.errors()]).toEqual([signal, '']);
    expect(run.messages.at(-1)).toEqual({ ended: true }); // every callback was told
    const done = run.messages.filter(({ batch }) => batch !== undefined);
    const { epoch = 0, batch = 0 } = done.at(-1) ?? {};
    const next = startRun(folder, endless);
    await next.batches(1);
    next.process.kill('SIGKILL');
    await next.exit;
    const begun = next.messages[0]?.begun;
    expect((begun?.epoch ?? 0) * 4 + (begun?.batch ?? 0)).toBe(epoch * 4 + batch + 1);
  },
);

test('a second signal ends the process immediately, in the middle of a batch, and loses nothing but that', async () => {
  const folder = join(root, 'twice');
  const run = startRun(folder, endless, undefined, ['2']); // a batch without end
  await run.batches(3);
  run.process.kill('SIGINT');
  run.process.kill('SIGTERM');
  expect(['SIGINT', 'SIGTERM']).toContain(await run.exit);
  expect([run.messages.at(-1), run.errors()]).toEqual([{ epoch: 0, batch: 2 }, '']);
  const next = startRun(folder, endless);
  await next.batches(1);
  next.process.kill('SIGKILL');
  await next.exit;
  expect(next.errors()).toBe('');
  expect(next.messages[0]).toMatchObject({ begun: { epoch: 0, batch: 2 }, resumed: { damaged: [] } });
});

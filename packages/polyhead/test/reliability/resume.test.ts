// Runs that are killed at random batches go on to the very bytes of those that were not, on every engine; dropout and
// augmentation on.
// POLYHEAD_KILLS=50 kills as often on each engine, POLYHEAD_SEED=2 at other batches; the default is short.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeNative } from '../../../tensorflow/test/native';
import { startRun, timelessBytes } from '../../../training/test/reliability/child-run';
import { seededRandom } from '../../../training/test/reliability/seeded-random';

const script = join(__dirname, 'engine-run.ts');
const kills = Number(process.env['POLYHEAD_KILLS'] ?? 1);
const epochs = Math.max(3, 2 * kills); // of four batches: a run gets no further than six before it is killed
const seed = Number(process.env['POLYHEAD_SEED'] ?? 1);
let root = '';
beforeAll(async () => void (root = await mkdtemp(join(tmpdir(), 'polyhead-'))));
afterAll(() => rm(root, { recursive: true, force: true }));

/** Runs to the end, and checks what the run says has changed since the checkpoint. */
async function finish(
  folder: string,
  engine: readonly string[],
  changed: readonly string[] = [],
): Promise<Awaited<ReturnType<typeof timelessBytes>>> {
  const run = startRun(folder, epochs, script, engine);
  expect([await run.exit, run.errors()]).toEqual([0, '']);
  expect(run.messages.find(({ begun }) => begun !== undefined)?.resumed?.changed ?? []).toEqual(changed);
  return timelessBytes(join(folder, `checkpoint-${String(epochs).padStart(6, '0')}-000000`));
}

/** Kills runs in a folder, each after a different random number of batches. */
async function kill(folder: string, engine: readonly string[]): Promise<void> {
  const random = seededRandom(seed);
  for (let done = 0; done < kills; done++) {
    const run = startRun(folder, epochs, script, engine);
    await run.batches(1 + Math.floor(random() * 6));
    run.process.kill('SIGKILL');
    expect([await run.exit, run.errors()]).toEqual(['SIGKILL', '']);
    expect(run.messages.find(({ begun }) => begun !== undefined)?.resumed?.damaged ?? []).toEqual([]);
  }
}

describe('wasm', () => {
  let expected: Awaited<ReturnType<typeof finish>>;
  beforeAll(async () => void (expected = await finish(join(root, 'whole'), ['wasm', '1'])), 600_000);

  test.each([
    ['1', '2'],
    ['2', '1'],
  ])(
    'killed on %s threads, ended on %s: the bytes of a whole run on one',
    async (before, after) => {
      const folder = join(root, before);
      await kill(folder, ['wasm', before]);
      expect(await finish(folder, ['wasm', after], [`threads: ${before} then, ${after} now`])).toEqual(expected);
    },
    3_600_000,
  );
});

describeNative('native TensorFlow', () => {
  test.each([
    ['compiled', []],
    ['eager', ['eager']],
  ] as const)(
    '%s',
    async (name, words) => {
      const expected = await finish(join(root, `whole ${name}`), ['tensorflow', '1', ...words]);
      await kill(join(root, name), ['tensorflow', '1', ...words]);
      expect(await finish(join(root, name), ['tensorflow', '1', ...words])).toEqual(expected);
    },
    3_600_000,
  );
});

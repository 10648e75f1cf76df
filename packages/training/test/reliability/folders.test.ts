// Folders of checkpoints that were damaged, filled, locked or made up.
import { execFileSync } from 'node:child_process';
import fs, {
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { type FaceTasks, faceTasks } from '@polyhead/core';
import type { Callback, History } from '@polyhead/training';
import { checkpoints, type CheckpointsOptions, readCheckpoint, train } from '@polyhead/training/node';
import fc from 'fast-check';
import { tinyNetwork, tinySource, useCpu } from '../support/tiny-network';

const tasks = faceTasks();
const [first, second] = ['checkpoint-000001-000000', 'checkpoint-000002-000000'];
let root = '';
let good = '';
let copies = 0;
const run = (
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

async function copyOfGood(): Promise<string> {
  const folder = join(root, `copy ${copies++}`);
  await cp(good, folder, { recursive: true });
  return folder;
}

async function filesOf(checkpoint: string): Promise<string[]> {
  const entries = await readdir(checkpoint, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(checkpoint.length + 1));
}

/** Promises that the newest checkpoint is passed over for the one before, and named with a reason. */
async function fallsBack(folder: string, reason: RegExp | string): Promise<void> {
  const origin = (await readCheckpoint(folder))?.origin;
  expect(origin?.folder).toBe(join(folder, first));
  expect(origin?.damaged).toEqual([{ folder: join(folder, second), reason: expect.stringMatching(reason) }]);
}

/** A checkpoint whose state was changed by someone who knows how to make the sums fit. */
async function forged(
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

test('one flipped bit in any file of a checkpoint: the one before is taken, and the damage is named', async () => {
  const names = await filesOf(join(good, second));
  expect(names.length).toBeGreaterThanOrEqual(6);
  const folder = await copyOfGood();
  const flip = async (name: string, share: number, bit: number): Promise<void> => {
    const file = join(folder, second, name);
    const bytes = await readFile(file);
    await writeFile(
      file,
      bytes.map((value, index) => (index === Math.floor(share * bytes.length) ? value ^ (1 << bit) : value)),
    );
    await fallsBack(folder, name === 'manifest.json' ? /./ : `${name} is not as it was written`);
    await writeFile(file, bytes);
  };
  const [share, bit] = [fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), fc.nat(7)];
  for (const name of names)
    await fc.assert(
      fc.asyncProperty(share, bit, (where, which) => flip(name, where, which)),
      { numRuns: 5 },
    );
});

test('a manifest or a file that is cut off anywhere, missing, or one too many', async () => {
  const folder = await copyOfGood();
  const manifest = join(folder, second, 'manifest.json');
  const whole = await readFile(manifest);
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length - 3), async (length) => {
      await writeFile(manifest, whole.subarray(0, length));
      await fallsBack(folder, /./);
    }),
    { numRuns: 20 },
  );
  await writeFile(manifest, whole);
  expect((await readCheckpoint(folder))?.epoch).toBe(2);
  await writeFile(join(folder, second, 'extra'), '');
  await fallsBack(folder, 'extra is not in the manifest');
  await rm(join(folder, second, 'extra'));
  await truncate(join(folder, second, 'arrays.bin'), 0);
  await fallsBack(folder, 'arrays.bin is not as it was written');
  await rm(join(folder, second, 'arrays.bin'));
  await fallsBack(folder, 'arrays.bin is missing');
});

test('a clock that went back: the order is that of the run, not of the clock', async () => {
  const folder = await copyOfGood();
  await utimes(join(folder, second), new Date(0), new Date(0));
  await utimes(join(folder, first), new Date('2100-01-01'), new Date('2100-01-01'));
  const clock = jest.spyOn(Date, 'now').mockImplementation(() => 0);
  const history = await run(folder, 3);
  clock.mockRestore();
  expect([history.resumed?.folder, history.epochs.length, history.epochs.every(({ seconds }) => seconds >= 0)]).toEqual(
    [join(folder, second), 3, true],
  );
  expect((await readCheckpoint(folder))?.epoch).toBe(3);
});

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

function startOf(pid: number): string {
  const text = execFileSync('cat', [`/proc/${pid}/stat`, '/proc/sys/kernel/random/boot_id'], { encoding: 'latin1' });
  const [fields = '', boot] = text.trim().split('\n');
  return `${boot} ${fields.slice(fields.lastIndexOf(')') + 2).split(' ')[19]}`;
}

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

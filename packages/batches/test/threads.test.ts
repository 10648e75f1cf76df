// What threads promise beyond the contract: they work from sources and from a build, while the main thread does not,
// and never keep a process.
import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { imageBatches } from '@polyhead/batches';
import { drawnImages, tasks, temporaryFolder } from './drawn-images';

const run = promisify(execFile);
const folder = join(__dirname, '..');
// inside the package, where its dependencies are found
const scratch = join(folder, 'node_modules', `.test-${process.pid}`);
const fromSources = ['--conditions=@polyhead/source', '--import', 'tsx'];
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** A program that reads a batch of two and leaves; `load` makes `imageBatches` and `regression`. */
function program(load: string): string {
  const records = drawnImages(5).map(({ file, size }) => ({ file, size }));
  return `${load}
    (async () => {
      const source = imageBatches(${JSON.stringify(records)}, { tasks: { size: regression() }, imageSize: 8, batchSize: 2, workers: 2, shuffle: false });
      for await (const { labels } of source.batches(0)) { console.log([...labels.size].join()); break; }
    })();`;
}

async function output(name: string, code: string): Promise<string> {
  mkdirSync(scratch, { recursive: true });
  writeFileSync(join(scratch, name), code);
  const { stdout, stderr } = await run(process.execPath, [...fromSources, join(scratch, name)], {
    cwd: folder,
    timeout: 50_000,
  });
  return stdout + stderr;
}

async function build(cwd: string, out: string): Promise<void> {
  await run(
    process.execPath,
    [
      join(folder, '../../node_modules/tsup/dist/cli-default.js'),
      '--no-dts',
      '--no-sourcemap',
      '--silent',
      '--out-dir',
      out,
    ],
    { cwd },
  );
}

test('a program run from sources with tsx reads a batch, leaves off, and ends', async () => {
  expect(
    await output(
      'sources.ts',
      program("import { imageBatches } from '@polyhead/batches'; import { regression } from '@polyhead/core';"),
    ),
  ).toBe('0,2\n');
});

test('programs that use the build do so too, as ESM and as CommonJS', async () => {
  await build(folder, join(scratch, 'dist'));
  // what the threads of the build need
  await build(join(folder, '../core'), join(scratch, 'node_modules/@polyhead/core/dist'));
  const exports = { import: './dist/index.js', require: './dist/index.cjs' };
  writeFileSync(
    join(scratch, 'node_modules/@polyhead/core/package.json'),
    JSON.stringify({ name: '@polyhead/core', type: 'module', exports }),
  );
  const [esm, cjs] = await Promise.all([
    output(
      'build.mjs',
      program("import { imageBatches } from './dist/index.js'; import { regression } from '@polyhead/core';"),
    ),
    output(
      'build.cjs',
      program(
        "const { imageBatches } = require('./dist/index.cjs'); const { regression } = require('@polyhead/core');",
      ),
    ),
  ]);
  expect([esm, cjs]).toEqual(['0,2\n', '0,2\n']);
});

/** A training step, in which the threads finish what comes next. */
function busy(): void {
  const end = Date.now() + 200;
  while (Date.now() < end);
}

test.each([
  ['are waiting', busy],
  ['have all come', () => setTimeout(200)],
])('a source can be disposed of in the middle of an epoch while answers of its threads %s', async (_, step) => {
  const source = imageBatches(drawnImages(12), { tasks, imageSize: 10, batchSize: 1, workers: 1, prefetch: 8 });
  const reading = (async (): Promise<void> => {
    for await (const { size } of source.batches(0)) {
      if (size > 0) await step();
      await source.dispose();
    }
  })();
  await expect(reading).rejects.toMatchObject({ code: 'DISPOSED', where: 'imageBatches' });
});

test.each([0, 1])('a damaged image is skipped with its reason, decoded with %i threads', async (workers) => {
  const records = drawnImages(3);
  truncateSync(records[1]!.file, 300);
  const source = imageBatches(records, { tasks, imageSize: 10, workers });
  for await (const { size } of source.batches(0)) expect(size).toBe(2);
  expect(source.skipped).toEqual([
    { index: 1, file: records[1]!.file, reason: expect.stringMatching(/^the JPEG is cut off/) },
  ]);
  await source.dispose();
});

test('an error of a thread keeps its code and fields', async () => {
  const module = join(temporaryFolder(), 'empty.mjs');
  writeFileSync(module, 'export default {};');
  const decoder = pathToFileURL(module);
  const source = imageBatches(drawnImages(2), { tasks, imageSize: 10, workers: 1, decoder });
  await expect(source.batches(0)[Symbol.asyncIterator]().next()).rejects.toMatchObject({
    name: 'PolyheadError',
    code: 'INVALID_ARGUMENT',
    where: 'imageBatches',
    path: expect.stringContaining('empty.mjs'),
    expected: expect.stringContaining('to be an ImageDecoder'),
  });
  await source.dispose();
});

test('batches are made ahead while the main thread is busy', async () => {
  const cacheFolder = temporaryFolder();
  const source = imageBatches(drawnImages(12), {
    tasks,
    imageSize: 10,
    batchSize: 2,
    workers: 1,
    prefetch: 3,
    shuffle: false,
    cacheFolder,
  });
  const slots = (): number => statSync(join(cacheFolder, readdirSync(cacheFolder)[0]!)).size / (16 + 300);
  for await (const { size } of source.batches(0)) {
    expect(size).toBe(2);
    const end = Date.now() + 20_000;
    while (slots() < 8 && Date.now() < end); // a training step: nothing else runs in this thread
    expect(slots()).toBe(8); // the batch that is here, and three more
    break;
  }
  await source.dispose();
});

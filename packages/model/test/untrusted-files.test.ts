// Models from strangers: sizes are rejected before memory is taken, and nothing in a file reaches further than its
// folder.
import { type ModelFiles, toArtifacts, fromArtifacts } from '@polyhead/model';
import { loadModel, saveModel } from '@polyhead/model/node';
import { memory } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import fs, { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { editedJson, resealed } from './edited-files';
import { quietCpu, tinyNetwork } from './tiny-network';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
let files: ModelFiles;
let folder: string;
beforeAll(async () => {
  await quietCpu();
  const network = tinyNetwork();
  files = await toArtifacts(network);
  folder = await mkdtemp(join(tmpdir(), 'polyhead-model-'));
  await saveModel(network, join(folder, 'model'));
  network.dispose();
});
afterAll(() => rm(folder, { recursive: true }));

/**
 * Promises a refusal with these words that makes no large buffer (the collector can only make the difference smaller)
 * and leaves no tensor.
 */
async function refusedCheaply(action: () => Promise<unknown>, words: string | RegExp): Promise<void> {
  const [{ numTensors }, { arrayBuffers }] = [memory(), process.memoryUsage()];
  await expect(action()).rejects.toThrow(words);
  expect([memory().numTensors, process.memoryUsage().arrayBuffers - arrayBuffers < 100e6]).toEqual([numTensors, true]);
}

test('rejects a layer of four billion weights before it is built, and layers too large together', async () => {
  const wide = await editedJson(
    files,
    'model.json',
    (json) => (json.modelTopology.config.layers[1].config.filters = 2 ** 30),
  );
  await refusedCheaply(
    () => fromArtifacts(wide),
    /tfjs cannot build the network in model\.json: its layers have more weights than the \d+ that come with it \(at "kernel", \[3, 3, 3, 1073741824\]\)/,
  );
  const copies = await editedJson(files, 'model.json', (json) => {
    const dense = { class_name: 'Dense', config: { units: 4, name: '' }, inbound_nodes: [[['image', 0, 0, {}]]] };
    const input = json.modelTopology.config.layers[0].name;
    for (let i = 0; i < 200; i++)
      json.modelTopology.config.layers.push({
        ...dense,
        name: `more${i}`,
        config: { ...dense.config, name: `more${i}` },
        inbound_nodes: [[[input, 0, 0, {}]]],
      });
  });
  await refusedCheaply(() => fromArtifacts(copies), 'its layers have more weights than the');
});

test('sixty thousand layers are rejected soon', async () => {
  const many = await editedJson(files, 'model.json', (json) => {
    const [first] = json.modelTopology.config.layers;
    json.modelTopology.config.layers.push(
      ...Array.from({ length: 60_000 }, (_, i) => ({
        ...first,
        name: `x${i}`,
        inbound_nodes: [[[`x${i + 1}`, 0, 0, {}]]],
      })),
    );
  });
  const start = process.cpuUsage();
  await refusedCheaply(() => fromArtifacts(many), 'expected at most 5000 calls of layers in model.json, got');
  const { user, system } = process.cpuUsage(start);
  expect((user + system) / 1e6).toBeLessThan(5);
});

test.each(['model.json', 'tasks.json'])(
  'a gigabyte of nesting in %s is rejected by its size, and never read',
  async (name) => {
    const file = await open(join(folder, 'model', name), 'r+');
    const { size } = await file.stat();
    await file.truncate(2 ** 30); // a sparse file takes no room on the disk
    const read = jest.spyOn(fs, 'readFile');
    const wasRead = () => read.mock.calls.some(([path]) => String(path).endsWith(name));
    await expect(loadModel(join(folder, 'model'))).rejects.toThrow(
      `"${name}" must have at most 16777216 bytes, got 1073741824`,
    );
    expect(wasRead()).toBe(false);
    await file.truncate(size);
    await file.close();
    (await loadModel(join(folder, 'model'))).dispose();
    expect(wasRead()).toBe(true);
    read.mockRestore();
  },
);

test('millions of brackets are rejected, not followed', async () => {
  const deep = encode(`{"format": ${'['.repeat(2 ** 22)}${']'.repeat(2 ** 22)}}`);
  await expect(fromArtifacts({ ...files, 'tasks.json': deep })).rejects.toThrow(
    /nested at most 64 deep|expected JSON in tasks\.json/,
  );
});

test('`__proto__` is no task, and nothing is written to prototypes', async () => {
  const text = new TextDecoder().decode(files['tasks.json']).replace('"size":', '"__proto__":');
  await expect(fromArtifacts({ ...files, 'tasks.json': encode(text) })).rejects.toThrow(
    'tasks.json has a member "__proto__"',
  );
  expect(({} as Record<string, unknown>)['units']).toBeUndefined();
});

test('any text in place of any value in model.json and tasks.json: rejected with words, nothing kept', async () => {
  const values = fc.constantFrom(
    null,
    true,
    -1,
    0,
    1e308,
    2 ** 31,
    '',
    '../../etc/passwd',
    '<script>',
    [],
    {},
    [[[[]]]],
    'constructor',
    'Lambda',
  );
  const { numTensors } = memory();
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('model.json', 'tasks.json'),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      values,
      async (name, share, value) => {
        const changed = await editedJson(files, name, (json) => replaceAt(json, share, value));
        const network = await fromArtifacts(changed).catch((error: unknown) => String(error));
        if (typeof network === 'string')
          expect(network).toMatch(
            /^PolyheadError: (fromArtifacts|taskFromSpec|taskNames|regression|classification|binary): .{10}/,
          );
        else network.dispose();
        expect(memory().numTensors).toBe(numTensors);
      },
    ),
    { numRuns: 150, seed: 5 },
  );
});

test('weights that are not a whole model are rejected wherever they are cut, and whatever bit is flipped', async () => {
  const bytes = files['weights.bin'] as Uint8Array;
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(7), async (at, bit) => {
      const flipped = bytes.map((value, index) => (index === at ? value ^ (1 << bit) : value));
      await expect(fromArtifacts({ ...files, 'weights.bin': flipped })).rejects.toThrow(
        'does not have the SHA-256 sum',
      );
      await expect(fromArtifacts(await resealed({ ...files, 'weights.bin': bytes.subarray(0, at) }))).rejects.toThrow(
        'model.json and the weights belong to different models',
      );
    }),
    { numRuns: 20 },
  );
});

test('a folder in the place of a file, and a weight file of another model, are rejected', async () => {
  await writeFile(join(folder, 'tasks.json'), files['tasks.json'] as Uint8Array);
  await expect(loadModel(folder)).rejects.toThrow('expected a file "model.json", found none');
  await expect(fromArtifacts({ ...files, 'model.json': files['tasks.json'] as Uint8Array })).rejects.toThrow(
    '"model.json" must have',
  );
});

/** Replaces one of the values below an object, chosen by its share of all of them. */
function replaceAt(json: Record<string, unknown>, share: number, value: unknown): void {
  const places: (readonly [Record<string, unknown>, string])[] = [];
  const walk = (parent: Record<string, unknown>): void => {
    for (const key of Object.keys(parent)) {
      places.push([parent, key]);
      const child = parent[key];
      if (typeof child === 'object' && child !== null) walk(child as Record<string, unknown>);
    }
  };
  walk(json);
  const [parent, key] = places[Math.floor(share * places.length)]!;
  parent[key] = value;
}

test('a symbolic link that leads out of the folder is not read; one that stays in it is followed', async () => {
  for (const name of ['weights.bin', 'model.json', 'tasks.json']) {
    const model = await mkdtemp(join(folder, 'links-'));
    for (const [file, bytes] of Object.entries(files)) await writeFile(join(model, file), bytes);
    await fs.rename(join(model, name), join(folder, 'outside'));
    await fs.symlink('../outside', join(model, name));
    await expect(loadModel(model)).rejects.toThrow(
      `"${name}" must be in the folder, got a symbolic link that leads out`,
    );
    await fs.rm(join(model, name));
    await fs.rename(join(folder, 'outside'), join(model, 'inside'));
    await fs.symlink('inside', join(model, name));
    (await loadModel(model)).dispose();
  }
});

test('checks a graph of thousands of layers, each before its inputs, in linear time', async () => {
  const count = 4000;
  const deep = await editedJson(files, 'model.json', (json) => {
    json.modelTopology.config.layers = Array.from({ length: count }, (_, index) => ({
      name: `n${index}`,
      class_name: 'Add',
      config: {},
      inbound_nodes: [[...[1, 1, 1, 1].map((step) => [`n${index + step}`, 0, 0, {}])]],
    }));
  });
  const start = performance.now();
  await expect(fromArtifacts(deep)).rejects.toThrow('without cycles, but n0[0] waits for n1[0]');
  expect(performance.now() - start).toBeLessThan(3000);
});

test('a weight file that is listed many times is rejected before it is read', async () => {
  const twice = await editedJson(files, 'model.json', (json) => json.weightsManifest.push(json.weightsManifest[0]));
  await expect(fromArtifacts(twice)).rejects.toThrow('expected each weight file once in "weightsManifest"');
});

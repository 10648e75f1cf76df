// saveModel, loadModel and loadPredictor.
import { createPredictor, fromArtifacts, toArtifacts } from '@polyhead/model';
import { loadModel, loadPredictor, saveModel } from '@polyhead/model/node';
import { mkdir, mkdtemp, readdir, readFile, realpath, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { quietCpu, tinyNetwork, tinyTasks, weightsOf } from './tiny-network';

let root: string;
let folder: string;
beforeAll(quietCpu);
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'polyhead-model-'));
  folder = join(root, 'runs', 'model');
});
afterEach(() => rm(root, { recursive: true }));

async function save(seed: number, readme?: string): Promise<Float32Array[]> {
  const network = tinyNetwork(seed);
  await saveModel(network, folder, { readme });
  network.dispose();
  return weightsOf(tinyNetwork(seed));
}

async function loadedWeights(path = folder): Promise<Float32Array[]> {
  return weightsOf(await loadModel(path));
}

describe('saveModel and loadModel', () => {
  test('keep every bit, in a folder with nothing else in or beside it', async () => {
    expect(await save(1)).toEqual(await loadedWeights());
    expect((await readdir(folder)).sort()).toEqual(['model.json', 'tasks.json', 'weights.bin']);
    expect(await readdir(join(root, 'runs'))).toEqual(['model']);
  });

  test('say where a path is none, or that of a file', async () => {
    await mkdir(root, { recursive: true });
    const file = join(root, 'file');
    await writeFile(file, '');
    const network = tinyNetwork();
    for (const [name, use] of [
      ['saveModel', (path: string) => saveModel(network, path)],
      ['loadModel', (path: string) => loadModel(path)],
    ] as const) {
      await expect(use(undefined as never)).rejects.toThrow(`${name}: expected the path of a folder, got undefined.`);
      await expect(use(file)).rejects.toThrow(new RegExp(`^${name}: expected .*, got the file .*/file\\. Pass `));
    }
    network.dispose();
  });

  test('replace a model as a whole, and keep its README', async () => {
    await save(1, '# About\n');
    expect(await save(2)).toEqual(await loadedWeights());
    expect(await readFile(join(folder, 'README.md'), 'utf8')).toBe('# About\n');
    expect(await readdir(join(root, 'runs'))).toEqual(['model']);
  });

  test('find the old model if the machine stopped between removing it and writing the new one', async () => {
    const weights = await save(1);
    await rename(folder, join(root, 'runs', '.model.previous'));
    expect(await loadedWeights()).toEqual(weights);
    expect(await save(2)).toEqual(await loadedWeights());
  });

  test('follow a link to the folder', async () => {
    await save(1);
    await symlink(folder, join(root, 'link'));
    const network = tinyNetwork(3);
    await saveModel(network, join(root, 'link'));
    expect(await loadedWeights()).toEqual(weightsOf(network));
    expect((await readdir(root, { withFileTypes: true })).find(({ name }) => name === 'link')?.isSymbolicLink()).toBe(
      true,
    );
  });

  test('touch no folder that holds anything else', async () => {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'thesis.tex'), 'years of work');
    await expect(save(1)).rejects.toThrow('saveModel: expected a folder that holds nothing but a model, got');
    expect(await readdir(folder)).toEqual(['thesis.tex']);
    expect(await readdir(join(root, 'runs'))).toEqual(['model']);
  });

  test('say which folder and which file is missing', async () => {
    await expect(loadModel(folder)).rejects.toThrow(
      `loadModel: expected the folder of a saved model, got ${folder}, which does not exist.`,
    );
    await save(1);
    await rm(join(folder, 'weights.bin'));
    await expect(loadModel(folder)).rejects.toThrow(
      `loadModel: ${folder}: expected a file "weights.bin", found none. Copy the whole folder.`,
    );
  });

  test('say where the model is that a checkpoint or a run keeps', async () => {
    await save(1);
    const runs = await realpath(join(root, 'runs'));
    await expect(loadModel(runs)).rejects.toThrow(
      `loadModel: ${runs}: expected a file "tasks.json", found none. A model is in the folder ${join(runs, 'model')}: pass that.`,
    );
    await rename(folder, join(runs, 'best'));
    await expect(loadModel(runs)).rejects.toThrow(
      `found none. A model is in the folder ${join(runs, 'best')}: pass that.`,
    );
  });

  test('read nothing outside of the folder', async () => {
    await save(1);
    await writeFile(join(root, 'secret.bin'), 'secret');
    const json = JSON.parse(await readFile(join(folder, 'model.json'), 'utf8'));
    json.weightsManifest[0].paths = ['../../secret.bin'];
    await writeFile(join(folder, 'model.json'), JSON.stringify(json));
    await expect(loadModel(folder)).rejects.toThrow(
      'expected weight files to be named by a plain name such as "weights.bin", got "../../secret.bin"',
    );
  });

  test('read no more of a file than a model has', async () => {
    await save(1);
    const { length } = await readFile(join(folder, 'weights.bin'));
    await writeFile(join(folder, 'weights.bin'), new Uint8Array(length + 4));
    await expect(loadModel(folder)).rejects.toThrow(
      `"weights.bin" must have at most ${length} bytes, got ${length + 4}`,
    );
  });

  test('write the files of toArtifacts', async () => {
    await save(4);
    const read = async (name: string) => [name, new Uint8Array(await readFile(join(folder, name)))] as const;
    const files = Object.fromEntries(await Promise.all((await readdir(folder)).map(read)));
    const network = await fromArtifacts(files);
    expect(await toArtifacts(network)).toEqual(files);
  });
});

test('loadPredictor predicts as the network did before it was saved', async () => {
  await save(6);
  const pixels = { width: 5, height: 6, data: new Uint8Array(90).fill(77) };
  const predictor = await loadPredictor(folder, { tasks: tinyTasks, decode: () => pixels });
  const { fruit } = await predictor.predict(Uint8Array.of(1));
  expect(fruit.label satisfies 'apple' | 'pear' | 'plum').toBe(
    (await createPredictor(tinyNetwork(6)).predict(pixels)).fruit.label,
  );
  predictor.dispose();
});

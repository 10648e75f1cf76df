import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { arrayBatches, type ArrayBatchesOptions } from '@polyhead/batches';
import { loadModel } from '@polyhead/model/node';
import { type BatchSource, type FaceTasks, faceTasks } from '@polyhead/core';
import { adam, type Callback, earlyStopping, evaluate, type History, reduceOnPlateau } from '@polyhead/training';
import {
  checkpoints,
  type CheckpointsOptions,
  type NodeTrainOptions,
  readCheckpoint,
  train,
} from '@polyhead/training/node';
import { version_core } from '@tensorflow/tfjs-core';
import { tinyNetwork, tinySource, useCpu, weightsOf } from './support/tiny-network';

const tasks = faceTasks();
let folder = '';

const options = (
  epochs: number,
  more: Partial<NodeTrainOptions<FaceTasks>> = {},
  settings: CheckpointsOptions<FaceTasks> = {},
): NodeTrainOptions<FaceTasks> => ({
  training: tinySource(tasks, { size: 16 }),
  validation: tinySource(tasks, { size: 8 }),
  epochs,
  optimizer: adam({ learningRate: 0.01 }),
  schedule: reduceOnPlateau({ patience: 1, factor: 0.5 }),
  ...more,
  callbacks: [checkpoints(folder, settings), earlyStopping({ patience: 9 }), ...(more.callbacks ?? [])],
});
/** Images in memory: a source that has a fingerprint. */
function imagesOf(size: number, more: Partial<ArrayBatchesOptions<FaceTasks>> = {}): BatchSource<FaceTasks> {
  const column = (classes: number): number[] => Array.from({ length: size }, (_, index) => index % classes);
  return arrayBatches(
    {
      images: new Uint8Array(size * 36).fill(99),
      shape: [6, 6, 1],
      values: { age: column(50), race: column(5), gender: column(2) },
    },
    { tasks, batchSize: 8, ...more },
  );
}

const timeless = (history: History<FaceTasks>) =>
  history.epochs.map((record) => ({ ...record, seconds: 0, imagesPerSecond: 0 }));

beforeAll(useCpu);
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'polyhead-'))));
afterEach(async () => rm(folder, { recursive: true, force: true }));

describe('checkpoints', () => {
  it('resume a run in a new network exactly, with its schedule and the best weights of early stopping', async () => {
    // nothing is progress after the first epoch: the learning rate falls each time, and the fourth is the last
    const never = 1e9;
    const strict = () => ({
      schedule: reduceOnPlateau<FaceTasks>({ patience: 1, factor: 0.5, minDelta: never }),
      callbacks: [earlyStopping<FaceTasks>({ patience: 3, minDelta: never })],
    });
    const whole = tinyNetwork(tasks);
    const expected = await train(whole, options(6, strict()));
    await rm(folder, { recursive: true });
    await train(tinyNetwork(tasks), options(2, strict()));
    const resumed = tinyNetwork(tasks, { seed: 50 });
    const history = await train(resumed, options(6, { ...strict(), resume: folder }));
    expect(history.epochs.map(({ learningRate }) => learningRate)).toEqual([0.01, 0.01, 0.005, 0.0025]);
    expect(history.stopped).toBe(expected.stopped);
    expect(timeless(history)).toEqual(timeless(expected));
    expect(weightsOf(resumed)).toEqual(weightsOf(whole));
    expect(history.resumed).toEqual({
      folder: join(folder, 'checkpoint-000002-000000'),
      damaged: [],
      changed: ['epochs: 2 then, 6 now'],
    });
  });

  it('keep the newest ones and the best model, which evaluates as it did', async () => {
    const { epochs } = await train(tinyNetwork(tasks), options(3, {}, { keepLast: 2, best: 'validation.loss' }));
    expect((await readdir(folder)).sort()).toEqual(['best', 'checkpoint-000002-000000', 'checkpoint-000003-000000']);
    const best = await evaluate(await loadModel(join(folder, 'best'), { tasks }), tinySource(tasks, { size: 8 }));
    expect(best.loss).toBeCloseTo(Math.min(...epochs.map(({ validation }) => validation!.loss)), 6);
  });

  it('with emaDecay, keep the averages as models and the weights themselves for going on', async () => {
    const whole = tinyNetwork(tasks);
    const expected = await train(whole, options(3, { emaDecay: 0.9 }));
    await rm(folder, { recursive: true });
    await train(tinyNetwork(tasks), options(2, { emaDecay: 0.9 }, { best: 'validation.loss' }));
    const resumed = tinyNetwork(tasks);
    const history = await train(resumed, options(3, { emaDecay: 0.9, resume: folder }, { best: 'validation.loss' }));
    expect([timeless(history), weightsOf(resumed)]).toEqual([timeless(expected), weightsOf(whole)]);
    const best = await evaluate(await loadModel(join(folder, 'best'), { tasks }), tinySource(tasks, { size: 8 }));
    expect(best.loss).toBeCloseTo(Math.min(...history.epochs.map(({ validation }) => validation!.loss)), 6);
  });

  it('come every few epochs, and at the last', async () => {
    await train(tinyNetwork(tasks), options(5, {}, { everyEpochs: 2, keepLast: 9 }));
    expect((await readdir(folder)).sort()).toEqual([
      'checkpoint-000002-000000',
      'checkpoint-000004-000000',
      'checkpoint-000005-000000',
    ]);
  });

  it('hold a model that can be loaded by itself', async () => {
    const network = tinyNetwork(tasks);
    await train(network, { ...options(1), callbacks: [checkpoints(folder)] });
    expect(weightsOf(await loadModel(join(folder, 'checkpoint-000001-000000', 'model'), { tasks }))).toEqual(
      weightsOf(network),
    );
  });

  it('begin again where there is none yet', async () => {
    const history = await train(tinyNetwork(tasks), options(1, { resume: folder }));
    expect([history.epochs.length, history.resumed]).toEqual([1, undefined]);
    expect(await readCheckpoint(join(folder, 'nowhere'))).toBeUndefined();
  });

  it.each(['state.json', 'arrays.bin', 'manifest.json', 'model/weights.bin', 'model/model.json'])(
    'pass over one with a flipped bit in %s, name it, and go on from the one before',
    async (file) => {
      await train(tinyNetwork(tasks), options(2));
      const broken = join(folder, 'checkpoint-000002-000000', file);
      const bytes = await readFile(broken);
      bytes[bytes.length >> 1]! ^= 4;
      await writeFile(broken, bytes);
      const history = await train(tinyNetwork(tasks), options(2, { resume: folder }));
      expect(history.epochs.length).toBe(2);
      expect(history.resumed).toMatchObject({
        folder: join(folder, 'checkpoint-000001-000000'),
        damaged: [{ folder: join(folder, 'checkpoint-000002-000000') }],
      });
      expect((await readdir(folder)).sort()).toEqual([
        'checkpoint-000001-000000',
        'checkpoint-000002-000000',
        'damaged-checkpoint-000002-000000',
      ]);
    },
  );

  it('say what is wrong where none is whole', async () => {
    await train(tinyNetwork(tasks), options(1));
    await truncate(join(folder, 'checkpoint-000001-000000', 'arrays.bin'), 10);
    await expect(train(tinyNetwork(tasks), options(2, { resume: folder }))).rejects.toThrow(
      /^readCheckpoint: no checkpoint in .* is whole: .*arrays\.bin is not as it was written\. Move them away to begin again\.$/,
    );
  });

  it('do not overwrite those of another run, unless told to', async () => {
    await train(tinyNetwork(tasks), options(2));
    await expect(train(tinyNetwork(tasks), options(1))).rejects.toThrow(
      /holds checkpoints of another run, up to checkpoint-000002-000000\. Pass \{ resume: /,
    );
    await train(tinyNetwork(tasks), options(1, {}, { overwrite: true }));
    expect(await readdir(folder)).toEqual(['checkpoint-000001-000000']);
  });

  it('leave the last good one where training fails', async () => {
    const fail: Callback<FaceTasks> = {
      name: 'fail',
      onBatchEnd: (_, { epoch }) => (epoch === 1 ? Promise.reject(new Error('power cut')) : undefined),
    };
    await expect(train(tinyNetwork(tasks), options(3, { callbacks: [fail] }))).rejects.toThrow('power cut');
    expect((await readCheckpoint(folder))?.epoch).toBe(1);
  });

  it('hold what the run trained on and computed with', async () => {
    await train(tinyNetwork(tasks), options(1, { training: imagesOf(8) }));
    const state = await readCheckpoint(folder);
    expect(state?.data).toEqual({ training: await imagesOf(8).fingerprint?.() });
    expect(state?.environment).toEqual({
      polyhead: expect.stringMatching(/^\d+\.\d+\.\d+/),
      tfjs: version_core,
      runtime: `Node ${process.versions.node}`,
      platform: `${process.platform} ${process.arch}`,
      engine: 'cpu',
      compiled: false,
      settings: {},
    });
  });

  it.each([
    [
      'fewer images',
      { training: imagesOf(7) },
      /^train: "resume" is a run on other data: the training source has "images" 7, then 8; other pixels; other labels\. Pass the same records/,
    ],
    ['another seed of the order', { training: imagesOf(8, { seed: 4 }) }, /the training source has "seed" 4, then 0\./],
    [
      'other augmentation',
      { training: imagesOf(8, { mix: { mixup: 0.2 } }) },
      /the training source has "mix" mixup 0\.2, then none\./,
    ],
    [
      'other validation',
      { training: imagesOf(8), validation: imagesOf(5, { batchSize: 2 }) },
      /the validation source has "images" 5, then 4; other pixels; other labels\. Pass the same records and options \(saveSplit and loadSplit keep a split\), or resume from \{ \.\.\.\(await readCheckpoint\(folder\)\)!, data: undefined \} to go/,
    ],
  ])('are not resumed on %s, unless told to', async (_, other, difference) => {
    await train(tinyNetwork(tasks), options(1, { training: imagesOf(8), validation: imagesOf(4) }));
    await expect(train(tinyNetwork(tasks), options(2, { ...other, resume: folder }))).rejects.toThrow(difference);
    const resume = { ...(await readCheckpoint(folder))!, data: undefined };
    expect((await train(tinyNetwork(tasks), options(2, { ...other, resume }))).epochs.length).toBe(2);
  });

  it('are resumed on validation images that come in another order or other batches', async () => {
    await train(tinyNetwork(tasks), options(1, { training: imagesOf(8), validation: imagesOf(4) }));
    const validation = imagesOf(4, { batchSize: 3, seed: 5, shuffle: false });
    expect(
      (await train(tinyNetwork(tasks), options(2, { training: imagesOf(8), validation, resume: folder }))).epochs
        .length,
    ).toBe(2);
  });

  it('are resumed on another engine or version, and the history says what changed', async () => {
    await train(tinyNetwork(tasks), options(1));
    const state = (await readCheckpoint(folder))!;
    const environment = { ...state.environment!, tfjs: '4.0.0', engine: 'wasm', settings: { threads: 2 } };
    const { resumed } = await train(tinyNetwork(tasks), options(2, { resume: { ...state, environment } }));
    expect(resumed?.changed).toEqual([
      `tfjs: 4.0.0 then, ${version_core} now`,
      'engine: wasm then, cpu now',
      'threads: 2 then, unknown now',
      'epochs: 1 then, 2 now',
    ]);
  });

  it('reject settings that make no sense', () => {
    expect(() => checkpoints(folder, { everyEpochs: 0 })).toThrow(
      'checkpoints: "everyEpochs" must be a whole number of at least 1, got 0.',
    );
    expect(() => checkpoints(folder, { keepLast: 1.5 })).toThrow(
      'checkpoints: "keepLast" must be a whole number of at least 1, got 1.5.',
    );
  });
});

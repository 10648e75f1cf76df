// Runs that are resumed with other settings.
import { mkdtempSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BatchSource, regression } from '@polyhead/core';
import { adam, type Callback, cosineDecay, earlyStopping, reduceOnPlateau, sgd } from '@polyhead/training';
import { checkpoints, csvLogger, type NodeTrainOptions, tensorBoard, train } from '@polyhead/training/node';
import { same } from './support/outcome';
import { program, type Tasks, tasks } from './support/resumable-program';
import { tinyNetwork, tinySource, useCpu } from './support/tiny-network';

let folder = '';
const root = mkdtempSync(join(tmpdir(), 'polyhead-'));
afterAll(() => rm(root, { recursive: true, force: true }));
beforeAll(useCpu);
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'polyhead-'))));
afterEach(async () => rm(folder, { recursive: true, force: true }));

describe('other settings at a resume', () => {
  const mae = 'validation.age.meanAbsoluteError' as const;
  const accuracy = 'validation.sex.accuracy' as const;

  it('callbacks of the same name get their own state, in whatever order they come', async () => {
    const two = (): Callback<Tasks>[] => [
      earlyStopping({ metric: mae, patience: 3, minDelta: 1e9 }),
      earlyStopping({ metric: accuracy, patience: 5, minDelta: 1e9 }),
    ];
    const whole = await program(folder, 9, { callbacks: two() });
    await rm(folder, { recursive: true });
    await program(folder, 2, { callbacks: two() });
    const resumed = await program(folder, 9, { callbacks: two().reverse() });
    expect(same(resumed)).toEqual(same(whole));
    expect(resumed.history.resumed?.changed).toEqual(['epochs: 2 then, 9 now']);
  });

  it('the best value of another number is not taken for that of the one that is watched now', async () => {
    const watching = (metric: typeof mae | typeof accuracy) => ({
      callbacks: [earlyStopping<Tasks>({ metric, patience: 2, minDelta: metric === mae ? 0 : 1 })],
      schedule: reduceOnPlateau<Tasks>({ metric, patience: 1, minDelta: metric === mae ? 0 : 1 }),
    });
    await program(folder, 2, watching(accuracy));
    const { epochs, stopped, history } = await program(folder, 4, watching(mae));
    expect([epochs.length, stopped, history.epochs[2]?.learningRate]).toEqual([4, undefined, 0.02]);
    expect(history.resumed?.changed).toEqual([
      `schedule.metric: ${accuracy} then, ${mae} now`,
      'schedule.minDelta: 1 then, 0 now',
      'epochs: 2 then, 4 now',
      `earlyStopping.metric: ${accuracy} then, ${mae} now`,
      'earlyStopping.minDelta: 1 then, 0 now',
    ]);
  });

  it('a total loss with other weights is another number', async () => {
    const best = { best: 'validation.loss' } as const;
    await program(folder, 2, {}, best);
    const heavy = { age: regression({ scale: 50, lossWeight: 1000 }), sex: tasks.sex };
    const history = await train(tinyNetwork(heavy), {
      training: tinySource(heavy, { size: 16 }),
      validation: tinySource(heavy, { size: 8 }),
      epochs: 3,
      optimizer: sgd({ learningRate: 0.02 }),
      callbacks: [checkpoints(folder, best)],
      resume: folder,
    });
    expect(history.resumed?.changed).toEqual([
      'tasks.age.lossWeight: 1 then, 1000 now',
      'epochs: 2 then, 3 now',
      'checkpoints.stopOnSignals: false then, true now',
    ]);
    const { readCheckpoint } = await import('@polyhead/training/node');
    expect((await readCheckpoint(folder))?.callbacks['checkpoints']?.values).toMatchObject({ epoch: 2 });
  });

  it.each<[string, Partial<NodeTrainOptions<Tasks>>, Partial<NodeTrainOptions<Tasks>>, string[]]>([
    [
      'a schedule in place of none',
      {},
      { schedule: reduceOnPlateau() },
      ['schedule: constantSchedule then, reduceOnPlateau now'],
    ],
    [
      'none in place of a schedule',
      { schedule: reduceOnPlateau() },
      {},
      ['schedule: reduceOnPlateau then, constantSchedule now'],
    ],
    [
      'a schedule that follows the length of the run',
      { schedule: cosineDecay() },
      { schedule: cosineDecay({ minLearningRate: 1e-4 }) },
      ['schedule.minLearningRate: 0 then, 0.0001 now', 'schedule.epochs: 2 then, 4 now'],
    ],
    [
      'momentum',
      {},
      { optimizer: sgd({ learningRate: 0.01, momentum: 0.9, clipNorm: 1 }) },
      [
        'optimizer.learningRate: 0.02 then, 0.01 now',
        'optimizer.momentum: 0 then, 0.9 now',
        'optimizer.clipNorm: none then, 1 now',
      ],
    ],
    ['averages', { emaDecay: 0.9 }, { emaDecay: 0.5 }, ['emaDecay: 0.9 then, 0.5 now']],
    ['no averages', { emaDecay: 0.9 }, {}, ['emaDecay: 0.9 then, none now']],
    ['averages in place of none', {}, { emaDecay: 0.9 }, ['emaDecay: none then, 0.9 now']],
    [
      'early stopping',
      {},
      { callbacks: [earlyStopping({ patience: 3 })] },
      [
        'earlyStopping: none then, in use with metric validation.loss, patience 3, minDelta 0, restoreBestWeights true now',
      ],
    ],
    [
      'no callback of a program',
      { callbacks: [{ name: 'watch' }, earlyStopping()] },
      {},
      [
        'watch: in use then, none now',
        'earlyStopping: in use with metric validation.loss, patience 10, minDelta 0, restoreBestWeights true then, none now',
      ],
    ],
    [
      'another file and folder',
      { callbacks: [csvLogger(join(root, 'a.csv')), tensorBoard(join(root, 'a'))] },
      { callbacks: [csvLogger(join(root, 'b.csv')), tensorBoard(join(root, 'b'))] },
      [
        `csvLogger.file: ${join(root, 'a.csv')} then, ${join(root, 'b.csv')} now`,
        `tensorBoard.folder: ${join(root, 'a')} then, ${join(root, 'b')} now`,
      ],
    ],
    [
      'patience',
      { callbacks: [earlyStopping()] },
      { callbacks: [earlyStopping({ patience: 3 })] },
      ['earlyStopping.patience: 10 then, 3 now'],
    ],
    ['micro-batches', {}, { microBatchSize: 2 }, ['microBatchSize: none then, 2 now']],
    ['statistics over some batches', {}, { updateBatchNorm: 3 }, ['updateBatchNorm: auto then, 3 now']],
    ['no validation', {}, { validation: undefined } as never, ['validation: a source then, none now']],
  ])('%s: the run continues and lists what differs', async (_, then, now, changed) => {
    await program(folder, 2, then);
    const { epochs, history, weights } = await program(folder, 4, now);
    const listed = history.resumed?.changed.filter((line) => line !== 'epochs: 2 then, 4 now');
    expect([epochs.length, listed]).toEqual([4, changed]);
    expect(weights.flat().every(Number.isFinite)).toBe(true);
  });

  it('fewer epochs, and other settings of checkpoints, are listed', async () => {
    await program(folder, 3);
    const { history } = await program(folder, 2, {}, { everyEpochs: 2, everyBatches: 1, keepLast: 3 });
    expect(history.resumed?.changed).toEqual([
      'epochs: 3 then, 2 now',
      'checkpoints.everyEpochs: 1 then, 2 now',
      'checkpoints.everyBatches: none then, 1 now',
      'checkpoints.keepLast: 2 then, 3 now',
    ]);
  });

  it('a nested setting of a loss is listed by its path, and a source that cannot be compared as such', async () => {
    const runWith = (delta: number, fingerprint?: BatchSource['fingerprint']) => {
      const made = { age: regression({ loss: 'huber', lossOptions: { delta } }) };
      const training = { ...tinySource(made, { size: 8 }), ...(fingerprint && { fingerprint }) };
      return train(tinyNetwork(made), { training, epochs: 1, resume: folder, callbacks: [checkpoints(folder)] });
    };
    await runWith(1, async () => ({ size: 8 }));
    expect((await runWith(2)).resumed?.changed).toEqual([
      'tasks.age.lossOptions.delta: 1 then, 2 now',
      'training.fingerprint: known then, none now',
    ]);
  });

  it('a learning rate that a plateau has lowered is lowered as often from a new one', async () => {
    const schedule = reduceOnPlateau<Tasks>({ patience: 1, factor: 0.5, minDelta: 1e9 });
    await program(folder, 3, { schedule });
    const { history } = await program(folder, 5, { schedule, optimizer: sgd({ learningRate: 0.04 }) });
    expect(history.epochs.map(({ learningRate }) => learningRate)).toEqual([0.02, 0.02, 0.01, 0.01, 0.005]);
  });

  it('averages that begin at a resume begin at the weights, not at zero', async () => {
    const still = { optimizer: adam({ learningRate: 0 }), validation: tinySource(tasks, { size: 8 }) };
    const { epochs } = await program(folder, 2, still);
    const { epochs: more } = await program(folder, 3, { ...still, emaDecay: 0.999 });
    const loss = (record: object | undefined) => (record as { validation: { loss: number } }).validation.loss;
    expect(Math.abs(loss(more[2]) - loss(epochs[1]))).toBeLessThan(0.2 * loss(epochs[1]));
  });
});

// Runs that are resumed: finished ones, and ones with other settings.
import { mkdtempSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BatchSource, binary, regression } from '@polyhead/core';
import {
  adam,
  type Callback,
  cosineDecay,
  earlyStopping,
  oneCycle,
  reduceOnPlateau,
  type RunState,
  type Schedule,
  sgd,
  train as trainAnywhere,
} from '@polyhead/training';
import {
  checkpoints,
  type CheckpointsOptions,
  csvLogger,
  type NodeTrainOptions,
  tensorBoard,
  train,
} from '@polyhead/training/node';
import { type Outcome, outcome, same } from './support/outcome';
import { tinyNetwork, tinySource, useCpu } from './support/tiny-network';

const tasks = { age: regression({ scale: 50 }), sex: binary(['f', 'm']) };
type Tasks = typeof tasks;
let folder = '';
const root = mkdtempSync(join(tmpdir(), 'polyhead-'));
afterAll(() => rm(root, { recursive: true, force: true }));
beforeAll(useCpu);
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'polyhead-'))));
afterEach(async () => rm(folder, { recursive: true, force: true }));

/** The program of a user who starts it again and again. */
async function program(
  epochs: number,
  more: Partial<NodeTrainOptions<Tasks>> = {},
  settings: CheckpointsOptions<Tasks> = {},
): Promise<Outcome<Tasks>> {
  const network = tinyNetwork(tasks);
  const history = await train(network, {
    training: tinySource(tasks, { size: 16 }),
    validation: tinySource(tasks, { size: 8 }),
    epochs,
    optimizer: sgd({ learningRate: 0.02 }),
    resume: folder,
    ...more,
    callbacks: [...(more.callbacks ?? []), checkpoints(folder, { stopOnSignals: false, ...settings })],
  });
  return outcome(history, network);
}

const never = { patience: 2, minDelta: 1e9 };
const budget = (hook: 'onBatchEnd' | 'onEpochEnd', last = false): Callback<Tasks> => ({
  name: 'budget',
  last,
  [hook]: (run: { stop(reason: string): void }, { epoch }: { epoch: number }) => {
    if (epoch === 1) run.stop('time is up');
  },
});

describe('a finished run', () => {
  it.each<[string, number, () => Callback<Tasks>[]]>([
    ['early stopping', 9, () => [earlyStopping(never)]],
    ['early stopping without the best weights', 9, () => [earlyStopping({ ...never, restoreBestWeights: false })]],
    ['a callback at the end of an epoch', 9, () => [budget('onEpochEnd')]],
    ['a callback in a batch', 9, () => [budget('onBatchEnd')]],
    ['its number of epochs', 2, () => [earlyStopping(never)]],
  ])('that ended by %s is the same after each further start, however rare its checkpoints', async (_, epochs, make) => {
    for (const everyEpochs of [1, 100]) {
      await rm(folder, { recursive: true });
      const options = { callbacks: make(), emaDecay: 0.9 };
      const first = await program(epochs, options, { everyEpochs });
      expect(first.epochs.length).toBeLessThan(4);
      for (const more of [0, 0, epochs === 2 ? 0 : 5])
        expect(same(await program(epochs + more, options, { everyEpochs }))).toEqual(same(first));
    }
  });

  it('that was stopped after its last checkpoint was written gets another one', async () => {
    const network = tinyNetwork(tasks);
    const options = { training: tinySource(tasks, { size: 16 }), epochs: 5, resume: folder, emaDecay: 0.9 };
    const callbacks = [checkpoints<Tasks>(folder, { everyEpochs: 100 }), budget('onEpochEnd', true)];
    const first = outcome(await train(network, { ...options, callbacks }), network);
    expect(await readdir(folder)).toEqual(['checkpoint-000002-000000']);
    const again = tinyNetwork(tasks);
    const history = await train(again, { ...options, callbacks: [checkpoints(folder)] });
    expect(same(outcome(history, again))).toEqual(same(first));
  });

  it('that reached its epochs continues with more of them as if they had been wanted from the start', async () => {
    const callbacks = () => [earlyStopping<Tasks>({ patience: 9 })];
    const whole = await program(4, { callbacks: callbacks() });
    await rm(folder, { recursive: true });
    await program(2, { callbacks: callbacks() });
    expect(same(await program(4, { callbacks: callbacks() }))).toEqual(same(whole));
  });

  it('that was stopped continues if its state says so', async () => {
    await program(9, { callbacks: [budget('onEpochEnd')] });
    const { readCheckpoint } = await import('@polyhead/training/node');
    const { stopped, ...resume } = (await readCheckpoint(folder))!;
    expect([stopped, (await program(3, { resume })).epochs.length]).toEqual(['time is up', 3]);
  });
});

test('a stop in the middle of an epoch ends a run that is resumed there after that epoch', async () => {
  let state: RunState | undefined;
  const training = tinySource(tasks, { size: 16 });
  const take: Callback<Tasks> = {
    name: 'take',
    onBatchEnd: async (run, { epoch, batch }) => {
      if (epoch === 1 && batch === 0) state = (run.stop('enough'), await run.readState());
    },
  };
  const [one, two] = [tinyNetwork(tasks), tinyNetwork(tasks)];
  const whole = await trainAnywhere(one, { training, epochs: 5, callbacks: [take] });
  const resumed = await trainAnywhere(two, { training, epochs: 5, resume: state! });
  expect(same(outcome(resumed, two))).toEqual(same(outcome(whole, one)));
});

test.each<[string, () => Schedule<Tasks>]>([
  ['cosineDecay', cosineDecay],
  ['oneCycle', oneCycle],
  ['reduceOnPlateau', () => reduceOnPlateau({ patience: 1, factor: 0.5, minDelta: 100 })],
])('a run with %s that is resumed after any batch has the same learning rates and weights', async (_, schedule) => {
  const states: RunState[] = [];
  const take: Callback<Tasks> = { name: 'take', onBatchEnd: async (run) => void states.push(await run.readState()) };
  const run = async (more: object): Promise<Outcome<Tasks>> => {
    const network = tinyNetwork(tasks);
    const [training, validation] = [tinySource(tasks, { size: 12, batchSize: 4 }), tinySource(tasks, { size: 4 })];
    const options = { training, validation, epochs: 3, schedule: schedule(), ...more };
    return outcome(await trainAnywhere(network, options), network);
  };
  const whole = await run({ callbacks: [take] });
  for (const resume of states.slice(2, 7)) expect(same(await run({ resume }))).toEqual(same(whole));
});

describe('other settings at a resume', () => {
  const mae = 'validation.age.meanAbsoluteError' as const;
  const accuracy = 'validation.sex.accuracy' as const;

  it('callbacks of the same name get their own state, in whatever order they come', async () => {
    const two = (): Callback<Tasks>[] => [
      earlyStopping({ metric: mae, patience: 3, minDelta: 1e9 }),
      earlyStopping({ metric: accuracy, patience: 5, minDelta: 1e9 }),
    ];
    const whole = await program(9, { callbacks: two() });
    await rm(folder, { recursive: true });
    await program(2, { callbacks: two() });
    const resumed = await program(9, { callbacks: two().reverse() });
    expect(same(resumed)).toEqual(same(whole));
    expect(resumed.history.resumed?.changed).toEqual(['epochs: 2 then, 9 now']);
  });

  it('the best value of another number is not taken for that of the one that is watched now', async () => {
    const watching = (metric: typeof mae | typeof accuracy) => ({
      callbacks: [earlyStopping<Tasks>({ metric, patience: 2, minDelta: metric === mae ? 0 : 1 })],
      schedule: reduceOnPlateau<Tasks>({ metric, patience: 1, minDelta: metric === mae ? 0 : 1 }),
    });
    await program(2, watching(accuracy));
    const { epochs, stopped, history } = await program(4, watching(mae));
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
    await program(2, {}, best);
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
    await program(2, then);
    const { epochs, history, weights } = await program(4, now);
    const listed = history.resumed?.changed.filter((line) => line !== 'epochs: 2 then, 4 now');
    expect([epochs.length, listed]).toEqual([4, changed]);
    expect(weights.flat().every(Number.isFinite)).toBe(true);
  });

  it('fewer epochs, and other settings of checkpoints, are listed', async () => {
    await program(3);
    const { history } = await program(2, {}, { everyEpochs: 2, everyBatches: 1, keepLast: 3 });
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
    await program(3, { schedule });
    const { history } = await program(5, { schedule, optimizer: sgd({ learningRate: 0.04 }) });
    expect(history.epochs.map(({ learningRate }) => learningRate)).toEqual([0.02, 0.02, 0.01, 0.01, 0.005]);
  });

  it('averages that begin at a resume begin at the weights, not at zero', async () => {
    const still = { optimizer: adam({ learningRate: 0 }), validation: tinySource(tasks, { size: 8 }) };
    const { epochs } = await program(2, still);
    const { epochs: more } = await program(3, { ...still, emaDecay: 0.999 });
    const loss = (record: object | undefined) => (record as { validation: { loss: number } }).validation.loss;
    expect(Math.abs(loss(more[2]) - loss(epochs[1]))).toBeLessThan(0.2 * loss(epochs[1]));
  });
});

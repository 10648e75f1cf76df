// Runs that are resumed: finished ones, stopped ones, and ones with schedules.
import { mkdtempSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Callback,
  cosineDecay,
  earlyStopping,
  oneCycle,
  reduceOnPlateau,
  type RunState,
  type Schedule,
  train as trainAnywhere,
} from '@polyhead/training';
import { checkpoints, train } from '@polyhead/training/node';
import { type Outcome, outcome, same } from './support/outcome';
import { budget, never, program, type Tasks, tasks } from './support/resumable-program';
import { tinyNetwork, tinySource, useCpu } from './support/tiny-network';

let folder = '';
const root = mkdtempSync(join(tmpdir(), 'polyhead-'));
afterAll(() => rm(root, { recursive: true, force: true }));
beforeAll(useCpu);
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'polyhead-'))));
afterEach(async () => rm(folder, { recursive: true, force: true }));

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
      const first = await program(folder, epochs, options, { everyEpochs });
      expect(first.epochs.length).toBeLessThan(4);
      for (const more of [0, 0, epochs === 2 ? 0 : 5])
        expect(same(await program(folder, epochs + more, options, { everyEpochs }))).toEqual(same(first));
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
    const whole = await program(folder, 4, { callbacks: callbacks() });
    await rm(folder, { recursive: true });
    await program(folder, 2, { callbacks: callbacks() });
    expect(same(await program(folder, 4, { callbacks: callbacks() }))).toEqual(same(whole));
  });

  it('that was stopped continues if its state says so', async () => {
    await program(folder, 9, { callbacks: [budget('onEpochEnd')] });
    const { readCheckpoint } = await import('@polyhead/training/node');
    const { stopped, ...resume } = (await readCheckpoint(folder))!;
    expect([stopped, (await program(folder, 3, { resume })).epochs.length]).toEqual(['time is up', 3]);
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

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BatchSource, regression } from '@polyhead/core';
import { adam } from '@polyhead/training';
import { checkpoints, readCheckpoint, train } from '@polyhead/training/node';
import { tinyNetwork, tinySource, useCpu, weightsOf } from './support/tiny-network';

const tasks = { age: regression({ scale: 40 }) };
const source = tinySource(tasks); // three batches

beforeAll(useCpu);
afterEach(() => jest.restoreAllMocks());

/** A frozen source that counts its batches, and sends SIGINT when it yields a batch of this number. */
function interrupting(at: number): { source: BatchSource<typeof tasks>; read: () => number } {
  let read = 0;
  const batches: typeof source.batches = async function* (epoch, from) {
    for await (const batch of source.batches(epoch, from)) {
      if (++read === at) process.emit('SIGINT', 'SIGINT');
      yield batch;
    }
  };
  return { source: Object.freeze({ ...source, batches }), read: () => read };
}

test.each([
  ['training', 'training', 2, 1],
  ['the recomputation of batch norm statistics', 'training', 5, 3],
  ['validation', 'validation', 2, 3],
] as const)(
  'a signal during %s ends the run before the next batch, with a checkpoint to resume from',
  async (...row) => {
    const [, part, at, batch] = row;
    const kill = jest.spyOn(process, 'kill').mockImplementation(() => true);
    const handlers = process.listenerCount('SIGINT');
    const folder = await mkdtemp(join(tmpdir(), 'polyhead-'));
    const options = { training: source, validation: source, epochs: 2, emaDecay: 0.9, updateBatchNorm: 3 };
    const common = { ...options, optimizer: adam({ learningRate: 0.01 }) };
    const [network, alone] = [tinyNetwork(tasks), tinyNetwork(tasks)];
    const interrupted = interrupting(at);
    await expect(
      train(network, { ...common, [part]: interrupted.source, callbacks: [checkpoints(folder)] }),
    ).rejects.toMatchObject({
      code: 'INTERRUPTED',
      received: 'SIGINT',
      path: folder,
      hint: expect.stringContaining('{ resume: '),
    });
    const raised = kill.mock.calls.filter(([, signal]) => signal !== 0); // 0 asks whether a process lives
    expect([interrupted.read(), raised]).toEqual([at, [[process.pid, 'SIGINT']]]);
    expect(process.listenerCount('SIGINT')).toBe(handlers);
    expect(await readCheckpoint(folder)).toMatchObject({ epoch: 0, batch, step: batch });
    const resumed = await train(network, { ...common, callbacks: [checkpoints(folder)], resume: folder });
    const { epochs } = await train(alone, common);
    expect(weightsOf(network)).toEqual(weightsOf(alone));
    expect(resumed.epochs.map(({ validation }) => validation)).toEqual(epochs.map(({ validation }) => validation));
    await rm(folder, { recursive: true });
  },
);

// Sources that leave batches out, as no image of them could be read, and runs that are resumed on them.
import { type BatchSource, binary, regression } from '@polyhead/core';
import { type Callback, type RunState, train } from '@polyhead/training';
import fc from 'fast-check';
import { outcome, same } from './support/outcome';
import { tinyNetwork, tinySource, useCpu } from './support/tiny-network';

const tasks = { age: regression({ scale: 50 }), sex: binary(['f', 'm']) };
type Tasks = typeof tasks;
beforeAll(useCpu);

describe('a source that leaves batches out', () => {
  /** Leaves batches out, or yields them with no images. */
  const holed = (missing: ReadonlySet<number>, how: 'numbers' | 'empty' | 'silent'): BatchSource<Tasks> => {
    const source = tinySource(tasks, { size: 12, batchSize: 2 });
    return {
      ...source,
      async *batches(epoch, from = 0) {
        let batchIndex = from;
        for await (const batch of source.batches(epoch, from)) {
          const isMissing = missing.has(batchIndex);
          if (how === 'empty') yield { ...batch, ...(isMissing && { size: 0, indices: new Uint32Array(0) }) };
          else if (!isMissing) yield { ...batch, ...(how === 'numbers' && { batchIndex }) };
          batchIndex++;
        }
      },
    };
  };

  it('resumes after any batch to the same bits', async () => {
    const holes = fc.record({
      missing: fc.uniqueArray(fc.nat(5), { maxLength: 4 }),
      how: fc.constantFrom('numbers' as const, 'empty' as const),
      at: fc.nat(20),
    });
    const check = async ({ missing, how, at }: { missing: number[]; how: 'numbers' | 'empty'; at: number }) => {
      const states: RunState[] = [];
      const take: Callback<Tasks> = {
        name: 'take',
        onBatchEnd: async (run) => void states.push(await run.readState()),
      };
      const training = holed(new Set(missing), how);
      const [one, two] = [tinyNetwork(tasks), tinyNetwork(tasks)];
      const whole = await train(one, { training, epochs: 2, callbacks: [take] });
      const resume = states[at % states.length] as RunState;
      const resumed = await train(two, { training, epochs: 2, resume });
      expect(same(outcome(resumed, two))).toEqual(same(outcome(whole, one)));
    };
    await fc.assert(fc.asyncProperty(holes, check), { numRuns: 6 });
  });

  it('without numbering the others is an error, as no checkpoint could tell where it stands', async () => {
    const run = train(tinyNetwork(tasks), { training: holed(new Set([1]), 'silent'), epochs: 1 });
    await expect(run).rejects.toThrow(
      'train: expected 6 batches of the training source in epoch 0, as its "length" says, got 5. Yield a batch of size 0',
    );
  });

  it('that begins at another batch than asked for is an error', async () => {
    const states: RunState[] = [];
    const take: Callback<Tasks> = { name: 'take', onBatchEnd: async (run) => void states.push(await run.readState()) };
    const training = holed(new Set(), 'numbers');
    await train(tinyNetwork(tasks), { training, epochs: 1, callbacks: [take] });
    const deaf = { ...training, batches: (epoch: number) => training.batches(epoch) };
    await expect(train(tinyNetwork(tasks), { training: deaf, epochs: 1, resume: states[2]! })).rejects.toThrow(
      /^train: expected "batchIndex" .* at least 3, got 0\. "batches\(epoch, startBatch\)" must begin/,
    );
  });
});

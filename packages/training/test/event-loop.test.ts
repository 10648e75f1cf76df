import { binary, type BatchSource, regression } from '@polyhead/core';
import { evaluate, findLearningRate, predict, train, updateBatchNorm } from '@polyhead/training';
import { tinyNetwork, tinySource, useCpu } from './support/tiny-network';

const tasks = { age: regression({ scale: 40 }), sex: binary(['f', 'm']) };
type Tasks = typeof tasks;

beforeAll(useCpu);

/** A source in memory that yields batches, without ever waiting, until `isDone`; after a second it throws. */
function sourceUntil(isDone: () => boolean): BatchSource<Tasks> {
  const source = tinySource(tasks, { size: 4, batchSize: 4 });
  return {
    ...source,
    async *batches(epoch) {
      for (const start = performance.now(); !isDone(); yield* source.batches(epoch))
        if (performance.now() - start > 1000) throw new Error('no timer ran in a second');
    },
  };
}

const network = () => tinyNetwork(tasks, { dropout: 0 });
const quiet = tinySource(tasks, { size: 4, batchSize: 4 });

test.each<[string, (source: BatchSource<Tasks>) => Promise<unknown>]>([
  ['train', (training) => train(network(), { training, epochs: 1 })],
  ['the validation of train', (validation) => train(network(), { training: quiet, validation, epochs: 1 })],
  ['evaluate', (source) => evaluate(network(), source)],
  ['predict', (source) => predict(network(), source)],
  ['updateBatchNorm', (source) => updateBatchNorm(network(), source, { batches: 1e9 })],
  ['findLearningRate', (training) => findLearningRate(network(), { training, from: 1e-9, to: 1e-8, steps: 1e6 })],
])('%s lets timers run while a source answers from memory', async (_, run) => {
  let ticks = 0;
  const timer = setInterval(() => ticks++, 10);
  try {
    // findLearningRate asks for epoch after epoch: it gets no batch once the timer ran, and says so
    await run(sourceUntil(() => ticks > 1)).catch((error: Error) => expect(error.message).not.toMatch('no timer ran'));
  } finally {
    clearInterval(timer);
  }
  expect(ticks).toBeGreaterThan(1);
});

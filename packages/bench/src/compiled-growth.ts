// Memory over many compiled training steps of a small network, and over many lives of a compiled step.
// node --expose-gc --conditions=@polyhead/source --import tsx packages/bench/src/compiled-growth.ts [--steps 10000]
// [--lives 50]
import { buildNetwork, branch, convBlock, denseBlock, flatten, sharedTrunk } from '@polyhead/model';
import { classification, regression, taskNames } from '@polyhead/core';
import { compiledStep, useTensorFlow } from '@polyhead/tensorflow';
import { adam, type TrainStep } from '@polyhead/training';
import { backend, memory } from '@tensorflow/tfjs-core';
import { program } from 'commander';

const options = program
  .option('--steps <count>', 'training steps in one life', '10000')
  .option('--lives <count>', 'compiled steps, one after the other', '50')
  .parse()
  .opts<{ steps: string; lives: string }>();
const tasks = { age: regression({ scale: 40 }), kind: classification(['a', 'b', 'c']) };
const imageShape = [16, 16, 3] as const;
const batchSize = 16;

await useTensorFlow();
const network = buildNetwork({
  tasks,
  imageShape: [...imageShape],
  trunk: sharedTrunk([convBlock(8, { dropout: 0.25 })]),
  branches: {
    age: branch([flatten(), denseBlock(16, { dropout: 0.5 })]),
    kind: branch([flatten(), denseBlock(16, { dropout: 0.5 })]),
  },
  seed: 1,
});

/** Batches of noise, of which every fourth is smaller. */
const batches = Array.from({ length: 8 }, (_, seed) => {
  const size = seed % 4 === 3 ? batchSize - 5 : batchSize;
  const random = (index: number): number => (Math.imul(index + 1 + seed * 7919, 2654435761) >>> 8) % 256;
  const images = Uint8Array.from({ length: size * imageShape[0] * imageShape[1] * imageShape[2] }, (_, index) =>
    random(index),
  );
  const values = {
    age: Float64Array.from({ length: size }, (_, row) => random(row) % 40),
    kind: Float64Array.from({ length: size }, (_, row) => random(row) % 3),
  };
  const targets = { age: new Float32Array(size), kind: new Float32Array(3 * size) };
  for (const name of taskNames(tasks))
    values[name].forEach((value, row) => tasks[name].encode(value, targets[name], row * tasks[name].units));
  return { size, images, labels: values, targets, indices: Uint32Array.from({ length: size }, (_, row) => row) };
});

async function steps(step: TrainStep<typeof tasks>, count: number, from = 0): Promise<void> {
  for (let number = from; number < from + count; number++)
    await step.run(batches[number % batches.length]!, { learningRate: 0.001, step: number });
}

function report(what: string): void {
  global.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  const megabytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);
  // tfjs-node's backend, whose type tfjs does not know
  const native = (backend() as unknown as { getNumOfTFTensors(): number }).getNumOfTFTensors();
  console.log(
    `${what}: resident ${megabytes(rss)} MiB, heap ${megabytes(heapUsed)}, external ${megabytes(external)}, ${memory().numTensors} tensors, ${native} native tensors`,
  );
}

const start = performance.now();
const step = await compiledStep(network, { optimizer: adam(), seed: 7 });
await steps(step, 100);
report('100 steps');
for (let done = 1000; done <= Number(options.steps); done += 1000) {
  await steps(step, 1000, done);
  report(`${done} more steps`);
}
await step.dispose();
report('disposed');
for (let life = 1; life <= Number(options.lives); life++) {
  const next = await compiledStep(network, { optimizer: adam(), seed: 7 });
  await steps(next, 4);
  await next.dispose();
  if (life % 10 === 0) report(`${life} lives of 4 steps`);
}
console.log(`${((performance.now() - start) / 1000).toFixed(0)} s`);

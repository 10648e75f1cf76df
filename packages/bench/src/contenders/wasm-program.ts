// polyhead on WebAssembly. Argument after the job: --threads n.
import { adam, eagerStep } from '@polyhead/training';
import { useWasm } from '@polyhead/wasm';
import { version_core as core } from '@tensorflow/tfjs-core';
import { articleNetwork, learningRate, madeUpBatch } from '../article-network';
import { runJob } from '../run-job';

await runJob(async ({ batch: batchSize, size }) => {
  const { threads, relaxedSimd } = await useWasm({
    threads: Number(process.argv[process.argv.indexOf('--threads') + 1]),
  });
  const network = articleNetwork(size);
  const batch = madeUpBatch(network, batchSize);
  const step = await eagerStep(network, { optimizer: adam({ learningRate }), seed: 7 });
  return {
    version: `tfjs wasm ${core}, ${threads} thread${threads > 1 ? 's' : ''}${relaxedSimd ? ', relaxed SIMD' : ''}`,
    train: (index) => step.run(batch, { learningRate, step: index }),
    predict: () => step.predict(batch.images, batchSize),
  };
});

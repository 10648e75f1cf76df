// polyhead on native TensorFlow. Arguments after the job: --eager for compile: false, --bfloat16 for that precision.
import { compiledStep, useTensorFlow } from '@polyhead/tensorflow';
import { adam, eagerStep } from '@polyhead/training';
import { articleNetwork, learningRate, madeUpBatch } from '../article-network';
import { runJob } from '../run-job';

await runJob(async ({ batch: batchSize, size }) => {
  const { version } = await useTensorFlow();
  const network = articleNetwork(size);
  const batch = madeUpBatch(network, batchSize);
  const options = { optimizer: adam({ learningRate }), seed: 7 };
  const step = await (process.argv.includes('--eager')
    ? eagerStep(network, options)
    : compiledStep(network, options, { precision: process.argv.includes('--bfloat16') ? 'bfloat16' : 'float32' }));
  return {
    version: `tfjs-node ${version['tfjs-node']}`,
    train: (index) => step.run(batch, { learningRate, step: index }),
    predict: () => step.predict(batch.images, batchSize),
  };
});

// tfjs-node as it comes.
import { loadTensorFlow } from '@polyhead/tensorflow';
import { articleNetwork } from '../article-network';
import { runJob } from '../run-job';
import { stockWork } from './stock-work';

await runJob(async ({ batch, size }) => {
  const { version } = await loadTensorFlow();
  return { version: `tfjs-node ${version['tfjs-node']}`, ...stockWork(articleNetwork(size), batch) };
});

// tfjs' wasm backend as it comes, with the one kernel that it lacks for training composed of tfjs' operations.
import '@tensorflow/tfjs-backend-wasm';
import { enableProdMode, setBackend, version_core as core } from '@tensorflow/tfjs-core';
import { articleNetwork } from '../article-network';
import { runJob } from '../run-job';
import { registerFilterGradient } from './filter-gradient';
import { stockWork } from './stock-work';

await runJob(async ({ batch, size }) => {
  enableProdMode();
  await setBackend('wasm');
  registerFilterGradient();
  return { version: `tfjs wasm ${core}`, ...stockWork(articleNetwork(size), batch) };
});

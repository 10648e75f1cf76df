// A training run on an engine: node --conditions=@polyhead/source --import tsx engine-run.ts FOLDER EPOCHS
// wasm|tensorflow THREADS [eager]
import { useTensorFlow } from '@polyhead/tensorflow';
import { useWasm } from '@polyhead/wasm';
import { enableProdMode } from '@tensorflow/tfjs-core';
import { killableRun } from '../../../training/test/reliability/killable-run';

const [folder = '', epochs = '1', engine, threads = '1', eager] = process.argv.slice(2);
enableProdMode(); // tfjs would print an advertisement
if (engine === 'wasm') await useWasm({ threads: Number(threads) });
else {
  process.env['TF_NUM_INTRAOP_THREADS'] = threads;
  await useTensorFlow();
}
// large enough for threads to be woken
await killableRun(folder, Number(epochs), { side: 32, filters: 16, everyBatches: 2, compile: eager === undefined });

// Runs inside the browser: the same short training run on several backends of tfjs.
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-webgpu';
import { arrayBatches } from '@polyhead/batches/browser';
import { buildNetwork, branch, convBlock, denseBlock, flatten, sharedTrunk } from '@polyhead/model';
import { faceTasks } from '@polyhead/core';
import { adam, train } from '@polyhead/training';
import { useWasm } from '@polyhead/wasm';
import { env, getBackend, memory, ready, setBackend } from '@tensorflow/tfjs-core';

const imageShape = [12, 12, 3] as const;
const count = 24;

interface Run {
  readonly backend: string;
  /** Training and validation loss of each epoch. */
  readonly losses: number[];
  /** Tensors that were left over. */
  readonly tensors: number;
}

/** Trains a small network with all that training overrides: ReLU, batch normalization, dropout. */
async function trainOn(backend: string): Promise<Run> {
  env().set('PROD', true); // the cpu backend gives advice otherwise
  await setBackend(backend);
  await ready();
  const before = memory().numTensors;
  const tasks = faceTasks();
  const images = Uint8Array.from({ length: count * 12 * 12 * 3 }, (_, i) => Math.imul(i + 1, 2654435761) >>> 24);
  const labels = Array.from({ length: count }, (_, i) => ({
    age: i * 4,
    gender: tasks.gender.labels[i % 2]!,
    race: tasks.race.labels[i % 5]!,
  }));
  const training = arrayBatches({ images, shape: imageShape, labels }, { tasks, batchSize: 8, seed: 1 });
  const network = buildNetwork({
    name: 'small',
    imageShape,
    tasks,
    seed: 3,
    trunk: sharedTrunk([convBlock(8), flatten(), denseBlock(8, { dropout: 0.25 })]),
    branches: { age: branch([]), race: branch([]), gender: branch([]) },
  });
  const history = await train(network, {
    training,
    validation: training,
    epochs: 2,
    seed: 5,
    optimizer: adam({ learningRate: 1e-3 }),
  });
  network.dispose();
  return {
    backend: getBackend(),
    losses: history.epochs.flatMap(({ training: seen, validation }) => [seen.loss, validation?.loss ?? NaN]),
    tensors: memory().numTensors - before,
  };
}

export const tests = { trainOn, startWasm: () => useWasm({ wasmPaths: '/wasm/' }) };
Object.assign(globalThis, { tests });

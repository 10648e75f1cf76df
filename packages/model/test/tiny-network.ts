// What the tests of this package share: a network small enough for the pure JavaScript backend, and a quiet backend.
import '@tensorflow/tfjs-backend-cpu';
import { env, setBackend } from '@tensorflow/tfjs-core';
import { binary, classification, regression } from '@polyhead/core';
import {
  buildNetwork,
  branch,
  convBlock,
  denseBlock,
  globalAveragePool,
  type Network,
  sharedTrunk,
} from '@polyhead/model';

export const tinyTasks = {
  size: regression({ scale: 10, unit: 'cm' }),
  fruit: classification(['apple', 'pear', 'plum']),
  ripe: binary(['unripe', 'ripe']),
};

export function tinyNetwork(seed = 1): Network<typeof tinyTasks> {
  return buildNetwork({
    name: 'tiny',
    tasks: tinyTasks,
    imageShape: [6, 5, 3],
    trunk: sharedTrunk([convBlock(4)]),
    branches: {
      size: branch([globalAveragePool(), denseBlock(3)]),
      fruit: branch([globalAveragePool()]),
      ripe: branch([denseBlock(2, { dropout: 0.5 })], { from: 'image' }),
    },
    seed,
  });
}

/** The pure JavaScript backend, without its advice about faster ones. */
export async function quietCpu(): Promise<void> {
  env().set('IS_TEST', true);
  await setBackend('cpu');
}

export function weightsOf({ model }: Network): Float32Array[] {
  return model.weights.map((weight) => weight.read().dataSync<'float32'>().slice());
}

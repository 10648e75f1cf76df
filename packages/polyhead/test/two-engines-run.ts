// Prints the gradients that wasm loses when native TensorFlow starts after it: tsx --conditions=@polyhead/source
// two-engines-run.ts
import { useTensorFlow } from '@polyhead/tensorflow';
import { useWasm } from '@polyhead/wasm';
import {
  batchNorm,
  conv2d,
  getGradient,
  grads,
  max,
  mean,
  ones,
  registerGradient,
  relu,
  relu6,
  setBackend,
  sum,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs-core';

const names = ['Conv2D', 'FusedBatchNorm', 'Max', 'Mean', 'Relu', 'Relu6', 'Sum'];

async function main(): Promise<void> {
  await useWasm({ threads: 1 });
  const used = new Set<string>();
  for (const name of names) {
    const gradient = getGradient(name);
    registerGradient({
      ...gradient,
      gradFunc: (...inputs) => {
        used.add(name);
        return gradient.gradFunc(...inputs);
      },
    });
  }
  await useTensorFlow();
  await setBackend('wasm');
  const network = (x: Tensor, filter: Tensor): Tensor => {
    const y = relu(conv2d(x as Tensor4D, filter as Tensor4D, 1, 'valid'));
    return sum(mean(relu6(batchNorm(y, ones([1]), ones([1]), ones([1]), ones([1]))), [1])).add(max(y));
  };
  grads(network)([ones([2, 4, 4, 1]), ones([3, 3, 1, 1])]);
  console.log(JSON.stringify({ lost: names.filter((name) => !used.has(name)) }));
}

void main();

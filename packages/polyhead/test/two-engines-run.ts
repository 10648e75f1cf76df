// Prints the gradients that wasm loses when native TensorFlow starts after it: tsx --conditions=@polyhead/source
// two-engines-run.ts
import { useTensorFlow } from '@polyhead/tensorflow';
import { useWasm } from '@polyhead/wasm';
import { getGradient, setBackend } from '@tensorflow/tfjs-core';

const names = ['Conv2D', 'FusedBatchNorm', 'Max', 'Mean', 'Relu', 'Relu6', 'Sum'];

async function main(): Promise<void> {
  await useWasm({ threads: 1 });
  const before = names.map((name) => getGradient(name));
  await useTensorFlow();
  await setBackend('wasm');
  console.log(JSON.stringify({ lost: names.filter((name, index) => getGradient(name) !== before[index]) }));
}

void main();

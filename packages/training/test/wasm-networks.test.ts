// What the blocks of `model` make trains on wasm as on the cpu backend, told by the losses of twenty steps.
import {
  buildNetwork,
  type Block,
  branch,
  convBlock,
  denseBlock,
  flatten,
  globalAveragePool,
  type HiddenActivation,
  layerScale,
  residualBlock,
  separableBlock,
  sharedTrunk,
  squeezeExcite,
  stem,
  stochasticDepth,
} from '@polyhead/model';
import { classification, regression } from '@polyhead/core';
import * as tf from '@tensorflow/tfjs-core';
import { adam, eagerStep } from '@polyhead/training';
import { useWasm } from '@polyhead/wasm';
import { tinySource, useCpu } from './support/tiny-network';

const tasks = { age: regression({ scale: 40, lossWeight: 4 }), race: classification(['a', 'b', 'c']) };
const imageShape = [9, 8, 1] as const;
const activations: readonly HiddenActivation[] = [
  'elu',
  'gelu',
  'linear',
  'mish',
  'relu',
  'relu6',
  'selu',
  'swish',
  'tanh',
];
const stacks: Readonly<Record<string, readonly Block[]>> = {
  ...Object.fromEntries(
    activations.map((activation) => [
      activation,
      [convBlock(3, { activation }), flatten(), denseBlock(5, { activation })],
    ]),
  ),
  'no batch normalization, strides, dropout': [convBlock(6, { strides: 2, batchNorm: false, dropout: 0.2 }), flatten()],
  'residual blocks': [
    residualBlock(5, { strides: 2 }),
    residualBlock(5, { initialScale: 0, stochasticDepth: 0.2 }),
    globalAveragePool(),
  ],
  'separable convolutions': [separableBlock(5), separableBlock(6, { strides: 2 }), globalAveragePool()],
  'a stem with squeeze and excitation': [stem(4), squeezeExcite({ ratio: 2 }), globalAveragePool()],
  'layer scale and stochastic depth': [convBlock(4), layerScale(), stochasticDepth(0.3), flatten()],
};

async function losses(blocks: readonly Block[]): Promise<number[]> {
  const heads = { age: branch([]), race: branch([denseBlock(4)]) };
  const network = buildNetwork({ tasks, imageShape, trunk: sharedTrunk(blocks), branches: heads, seed: 3 });
  const step = await eagerStep(network, { optimizer: adam(), seed: 7 });
  const seen: number[] = [];
  for await (const batch of tinySource(tasks, { size: 20 * 5, batchSize: 5, shape: imageShape }).batches(0))
    seen.push((await step.run(batch, { learningRate: 1e-3, step: seen.length })).loss);
  await step.dispose();
  network.dispose();
  return seen;
}

test.each(Object.keys(stacks))('a network with %s has the losses of the cpu backend', async (name) => {
  const blocks = stacks[name] as readonly Block[];
  tf.enableProdMode();
  await useWasm();
  const wasm = await losses(blocks);
  await useCpu();
  const cpu = await losses(blocks);
  expect(wasm).toHaveLength(20);
  expect(Math.max(...wasm.map((loss, step) => Math.abs(loss - cpu[step]!) / cpu[step]!))).toBeLessThan(2e-3);
});

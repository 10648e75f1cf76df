import '@tensorflow/tfjs-layers';
import {
  avgPool,
  concat,
  conv2d,
  depthwiseConv2d,
  grads,
  leakyRelu,
  matMul,
  max,
  maxPool,
  mean,
  relu,
  sum,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { kernel, on, start, values } from './on-both';

beforeAll(start);

const image = () => values([0, 6, 6, 8], 1);
const list = () => values([8], 2);

const LAYERS: Record<string, (x: Tensor) => Tensor> = {
  'a convolution': (x) => conv2d(x as Tensor4D, values([3, 3, 8, 8], 2) as Tensor4D, 1, 'same'),
  'a convolution with strides': (x) => conv2d(x as Tensor4D, values([3, 3, 8, 8], 2) as Tensor4D, 2, 'same'),
  'a depthwise convolution': (x) => depthwiseConv2d(x as Tensor4D, values([3, 3, 8, 1], 2) as Tensor4D, 1, 'same'),
  'max pooling': (x) => maxPool(x as Tensor4D, 2, 2, 'same'),
  'average pooling': (x) => avgPool(x as Tensor4D, 2, 2, 'same'),
  'global max pooling': (x) => max(x, [1, 2]),
  'global average pooling': (x) => mean(x, [1, 2]),
  ReLU: (x) => relu(x),
  'leaky ReLU': (x) => leakyRelu(x),
  dropout: (x) => kernel<Tensor>('PolyheadDropout', { x }, { rate: 0.5, seed: 1, step: 1 }),
  'batch normalization': (x) =>
    kernel<Tensor[]>('PolyheadBatchNormTraining', { x, gamma: list(), beta: list() }, { epsilon: 1e-3 })[0]!,
  'the fused block': (x) =>
    kernel<Tensor[]>(
      'PolyheadReluBatchNormPool',
      { x, gamma: list(), beta: list() },
      { epsilon: 1e-3, poolSize: 2 },
    )[0]!,
  'a dense layer': (x) => matMul(mean(x, [1, 2]) as Tensor2D, values([8, 3], 4) as Tensor2D),
  'a concatenation': (x) => concat([x, x], 3),
};

describe('an empty batch', () => {
  it.each(Object.keys(LAYERS))('passes through %s and back', (name) => {
    const layer = LAYERS[name]!;
    const [dx] = on('wasm', () => grads((x) => sum(layer(x!)))([image()]));
    expect(dx).toEqual([]);
  });

  it('gives weights no gradient', () => {
    const dense = () =>
      grads((w) => sum(matMul(mean(image(), [1, 2]) as Tensor2D, w as Tensor2D)))([values([8, 3], 1)]);
    expect(on('wasm', dense)).toEqual([new Array(24).fill(0)]);
    const [, dgamma, dbeta] = on('wasm', () =>
      grads((x, gamma, beta) =>
        sum(
          kernel<Tensor[]>(
            'PolyheadReluBatchNormPool',
            { x: x!, gamma: gamma!, beta: beta! },
            { epsilon: 1e-3, poolSize: 2 },
          )[0]!,
        ),
      )([image(), list(), list()]),
    );
    expect([...dgamma!, ...dbeta!].map(Math.abs)).toEqual(new Array(16).fill(0));
  });
});

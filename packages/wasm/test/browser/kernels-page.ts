// Runs inside the browser: kernels on both backends, and a short training run on the kernels.
import '@tensorflow/tfjs-layers';
import {
  abs,
  add,
  backend_util,
  getBackend,
  grads,
  mul,
  oneHot,
  reshape,
  setBackend,
  square,
  sum,
  tensor1d,
  train,
  zeros,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { layers, sequential, type LayersModel } from '@tensorflow/tfjs-layers';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { useWasm } from '@polyhead/wasm';
import { batchNorm, block } from '../composed';
import { difference, distance, kernel, on, tied, values } from '../on-both';

type Results = Record<string, number>;
type Shape4 = [number, number, number, number];
const epsilon = 1e-3;

/** Largest relative difference between wasm and cpu, by kernel and shape. */
function kernels(): Results {
  return { ...convolutions(), ...blocks(), ...others() };
}

function convolutions(): Results {
  const results: Results = {};
  const shapes: [Shape4, Shape4, [number, number], 'same' | 'valid'][] = [
    [[2, 9, 11, 3], [3, 3, 3, 16], [1, 1], 'same'],
    [[1, 13, 8, 5], [2, 4, 5, 7], [2, 3], 'valid'],
    [[3, 17, 17, 16], [3, 3, 16, 32], [1, 1], 'valid'],
  ];
  for (const [inputShape, filterShape, strides, pad] of shapes) {
    const { outShape } = backend_util.computeConv2DInfo(inputShape, filterShape, strides, 1, pad);
    const attrs = { strides, pad, dilations: [1, 1], dataFormat: 'NHWC', inputShape, filterShape };
    const [x, filter, dy] = [() => values(inputShape, 1), () => values(filterShape, 2), () => values(outShape, 3)];
    const label = `${inputShape.join(' x ')} by ${filterShape.join(' x ')}`;
    results[`Conv2D ${label}`] = difference(() => kernel('Conv2D', { x: x(), filter: filter() }, attrs));
    results[`Conv2DBackpropFilter ${label}`] = difference(() =>
      kernel('Conv2DBackpropFilter', { x: x(), dy: dy() }, attrs),
    );
    results[`Conv2DBackpropInput ${label}`] = difference(() =>
      kernel('Conv2DBackpropInput', { dy: dy(), filter: filter() }, attrs),
    );
  }
  return results;
}

/** Custom kernels against what they are composed of, with their gradients. */
function blocks(): Results {
  const inputs = (): [Tensor, Tensor, Tensor] => [
    values([3, 9, 11, 12], 1),
    add(values([12], 2), 1.5),
    values([12], 3),
  ];
  const compare = (fast: () => Tensor[], composed: () => Tensor[]): number => {
    const expected = on('cpu', composed);
    return on('wasm', fast).reduce((worst, actual, i) => Math.max(worst, distance(expected[i] ?? [], actual)), 0);
  };
  const withGradients = (layer: (...tensors: Tensor[]) => Tensor[]) => (): Tensor[] => [
    ...layer(...inputs()),
    ...grads((...tensors) => {
      const [y] = layer(...tensors) as [Tensor];
      return sum(mul(y, values(y.shape, 4)));
    })(inputs()),
  ];
  const named =
    (name: string, attrs: object) =>
    (...[x, gamma, beta]: Tensor[]): Tensor[] =>
      kernel<Tensor[]>(name, { x: x!, gamma: gamma!, beta: beta! }, attrs);
  return {
    'batch normalization': compare(
      withGradients(named('PolyheadBatchNormTraining', { epsilon })),
      withGradients((x, gamma, beta) => batchNorm(x!, gamma!, beta!, epsilon)),
    ),
    'fused block': compare(
      withGradients(named('PolyheadReluBatchNormPool', { epsilon, poolSize: 2 })),
      withGradients((x, gamma, beta) => block(x!, gamma!, beta!, epsilon, 2)),
    ),
  };
}

function others(): Results {
  const pool = { filterSize: [3, 2], strides: [2, 2], pad: 'same' };
  const depthwise = {
    strides: [1, 1],
    pad: 'same',
    dilations: [1, 1],
    dimRoundingMode: undefined,
    inputShape: [2, 9, 7, 6],
    filterShape: [3, 3, 6, 2],
  };
  return {
    'MaxPoolGrad with ties': difference(() =>
      kernel(
        'MaxPoolGrad',
        { dy: values([2, 5, 5, 7], 1), input: tied([2, 9, 10, 7], 2), output: zeros([2, 5, 5, 7]) },
        pool,
      ),
    ),
    AvgPoolGrad: difference(() =>
      kernel(
        'AvgPoolGrad',
        { dy: values([2, 4, 5, 7], 1), input: values([2, 9, 10, 7], 2) },
        { ...pool, pad: 'valid' },
      ),
    ),
    DepthwiseConv2dNativeBackpropFilter: difference(() =>
      kernel(
        'DepthwiseConv2dNativeBackpropFilter',
        { x: values([2, 9, 7, 6], 1), dy: values([2, 9, 7, 12], 2) },
        depthwise,
      ),
    ),
    DepthwiseConv2dNativeBackpropInput: difference(() =>
      kernel(
        'DepthwiseConv2dNativeBackpropInput',
        { dy: values([2, 9, 7, 12], 1), filter: values([3, 3, 6, 2], 2) },
        depthwise,
      ),
    ),
    'BatchMatMul transposed': difference(() =>
      kernel(
        'BatchMatMul',
        { a: values([1, 33, 70], 1), b: values([1, 33, 19], 2) },
        { transposeA: true, transposeB: false },
      ),
    ),
    'Sum of leading axes': difference(() => kernel('Sum', { x: values([4, 21, 13, 5], 1) }, { axis: [0, 1, 2] })),
    UnsortedSegmentSum: difference(() =>
      kernel(
        'UnsortedSegmentSum',
        { x: values([9, 5], 1), segmentIds: tensor1d([0, 2, 2, 1, 0, 3, 3, 3, 0], 'int32') },
        { numSegments: 5 },
      ),
    ),
  };
}

/** Losses of 20 steps on the wasm backend. */
async function losses(): Promise<number[]> {
  setBackend('wasm');
  const net = smallNet();
  net.setWeights(
    net
      .getWeights()
      .map((weight, i) => (weight.rank === 1 ? abs(values(weight.shape, i)) : mul(values(weight.shape, i), 0.3))),
  );
  net.compile({ optimizer: train.adam(0.01), loss: 'categoricalCrossentropy' });
  const x = square(values([24, 12, 12, 3], 7));
  const y = oneHot(
    tensor1d(
      Array.from({ length: 24 }, (_, i) => i % 4),
      'int32',
    ),
    4,
  );
  const seen: number[] = [];
  for (let step = 0; step < 20; step++) seen.push((await net.trainOnBatch(x, y)) as number);
  return seen;
}

function smallNet(): LayersModel {
  return sequential({
    layers: [
      layers.conv2d({ inputShape: [12, 12, 3], filters: 8, kernelSize: 3, padding: 'same', activation: 'relu' }),
      layers.batchNormalization(),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.conv2d({ filters: 12, kernelSize: 3 }),
      layers.reLU(),
      layers.flatten(),
      layers.dense({ units: 4, activation: 'softmax' }),
    ],
  });
}

/** With `own`, the page has started tfjs' backend before: in an isolated page that is tfjs' own threaded build. */
async function start(threads?: number, own = false): Promise<{ threads: number; backend: string; isolated: boolean }> {
  if (own) {
    setWasmPaths('/wasm/');
    await setBackend('wasm');
  }
  const engine = await useWasm({ wasmPaths: '/wasm/', ...(threads !== undefined && { threads }) });
  return { threads: engine.threads, backend: getBackend(), isolated: globalThis.crossOriginIsolated };
}

/** Results that many threads work on, to compare to the last bit. */
function bits(): number[] {
  const x = (): Tensor => values([5, 21, 17, 8], 1);
  return on('wasm', () =>
    [
      kernel<Tensor>(
        'Conv2D',
        { x: x(), filter: values([3, 3, 8, 12], 2) },
        { strides: [1, 1], pad: 'same', dataFormat: 'NHWC', dilations: [1, 1] },
      ),
      kernel<Tensor>(
        'Conv2DBackpropFilter',
        { x: x(), dy: values([5, 21, 17, 12], 2) },
        { strides: [1, 1], pad: 'same', dataFormat: 'NHWC', filterShape: [3, 3, 8, 12] },
      ),
      ...kernel<Tensor[]>(
        'PolyheadReluBatchNormPool',
        { x: x(), gamma: values([8], 3), beta: values([8], 4) },
        { epsilon, poolSize: 2 },
      ),
    ].map((tensor) => reshape(tensor as Tensor4D, [-1])),
  ).flat();
}

export const tests = { start, kernels, losses, bits };
Object.assign(globalThis, { tests });

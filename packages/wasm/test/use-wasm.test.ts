import { abs, add, getBackend, setBackend, softmax, train } from '@tensorflow/tfjs-core';
import { useWasm } from '@polyhead/wasm';
import { layers, sequential, type LayersModel } from '@tensorflow/tfjs-layers';
import { start, values } from './on-both';

beforeAll(start);

function smallNet(): LayersModel {
  return sequential({
    layers: [
      layers.conv2d({ inputShape: [7, 7, 3], filters: 4, kernelSize: 3, padding: 'same' }),
      layers.reLU(),
      layers.batchNormalization(),
      layers.maxPooling2d({ poolSize: 3, strides: 2, padding: 'same' }),
      layers.conv2d({ filters: 6, kernelSize: 3, strides: 2, activation: 'relu' }),
      layers.flatten(),
      layers.dense({ units: 4, activation: 'softmax' }),
    ],
  });
}

async function losses(backend: 'cpu' | 'wasm'): Promise<number[]> {
  setBackend(backend);
  const net = smallNet();
  net.setWeights(net.getWeights().map((w, i) => add(abs(values(w.shape, i)), w.rank === 1 ? 0.5 : -0.5)));
  net.compile({ optimizer: train.adam(0.01), loss: 'categoricalCrossentropy' });
  const x = values([6, 7, 7, 3], 7);
  const y = softmax(values([6, 4], 8));
  const seen: number[] = [];
  for (let step = 0; step < 20; step++) seen.push((await net.trainOnBatch(x, y)) as number);
  return seen;
}

describe('useWasm', () => {
  it('makes the wasm backend current, and may be called again', async () => {
    await useWasm();
    await useWasm();
    expect(getBackend()).toBe('wasm');
  });

  it('trains a small convolutional net with the losses of the cpu backend', async () => {
    const [cpu, wasm] = [await losses('cpu'), await losses('wasm')];
    wasm.forEach((loss, step) => {
      expect(loss).toBeCloseTo(cpu[step]!, 3);
    });
    expect(wasm[19]).toBeLessThan(wasm[0]! * 0.9);
  });
});

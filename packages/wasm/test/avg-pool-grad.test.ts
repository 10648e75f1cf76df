import '@tensorflow/tfjs-layers';
import { avgPool, backend_util, grad, mul, sum, zeros, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { difference, kernel, on, start, values, windows } from './on-both';

beforeAll(start);

describe('the gradient of average pooling', () => {
  it("equals the cpu backend's where no window is padded", () => {
    fc.assert(
      fc.property(windows, (w) => {
        const shape: [number, number, number, number] = [w.batch, w.height, w.width, w.inChannels];
        const { outShape } = backend_util.computePool2DInfo(shape, w.filter, w.strides, 1, 'valid');
        const run = () =>
          kernel(
            'AvgPoolGrad',
            { dy: values(outShape, w.seed), input: zeros(shape) },
            { filterSize: w.filter, strides: w.strides, pad: 'valid' },
          );
        expect(difference(run)).toBeLessThan(1e-5);
      }),
      { numRuns: 40 },
    );
  });

  it("is the derivative of the pooling where windows are padded, which tfjs' own is not", () => {
    const pool = (x: Tensor) => sum(mul(avgPool(x as Tensor4D, 3, 2, 'same'), values([1, 3, 3, 2], 2)));
    const x = () => values([1, 6, 5, 2], 1);
    // Pooling is linear: <gradient, x> is its value.
    const product = (backend: 'cpu' | 'wasm') => on(backend, () => sum(mul(grad(pool)(x()), x())))[0]![0]!;
    const value = on('cpu', () => pool(x()))[0]![0]!;
    expect(product('wasm')).toBeCloseTo(value, 5);
    expect(Math.abs(product('cpu') - value)).toBeGreaterThan(0.01);
  });
});

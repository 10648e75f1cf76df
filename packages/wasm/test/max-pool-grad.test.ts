import {
  backend_util,
  getKernel,
  registerKernel,
  setBackend,
  tensor4d,
  unregisterKernel,
  zeros,
} from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-wasm';
import fc from 'fast-check';
import { difference, kernel, on, start, tied, values, windows } from './on-both';

const stock = getKernel('MaxPoolGrad', 'wasm');
beforeAll(start);

const NEGATIVE = [-4, -2, -3, -1];
const attrs = { filterSize: [2, 2], strides: [2, 2], pad: 'valid' };
const ofNegatives = () =>
  kernel(
    'MaxPoolGrad',
    { dy: tensor4d([1], [1, 1, 1, 1]), input: tensor4d(NEGATIVE, [1, 2, 2, 1]), output: tensor4d([-1], [1, 1, 1, 1]) },
    attrs,
  );

describe('the gradient of max pooling', () => {
  it('goes to the maximum also where it is negative', () => {
    expect(on('wasm', ofNegatives)).toEqual([[0, 0, 0, 1]]);
    expect(on('cpu', ofNegatives)).toEqual([[0, 0, 0, 1]]);
  });

  it("is replaced because tfjs' own kernel gives it to the first element there", async () => {
    const ours = getKernel('MaxPoolGrad', 'wasm');
    setBackend('wasm');
    stock.setupFunc?.((await import('@tensorflow/tfjs-core')).backend() as never);
    unregisterKernel('MaxPoolGrad', 'wasm');
    registerKernel(stock);
    expect(on('wasm', ofNegatives)).toEqual([[1, 0, 0, 0]]);
    unregisterKernel('MaxPoolGrad', 'wasm');
    registerKernel(ours);
  });

  it("equals the cpu backend's with ties, strides, overlaps and padding", () => {
    fc.assert(
      fc.property(windows, (w) => {
        const pad =
          typeof w.pad === 'number'
            ? Math.min(w.pad, ...w.filter.map((size) => size - 1))
            : w.pad === 'same'
              ? 'same'
              : 'valid';
        const shape: [number, number, number, number] = [w.batch, w.height, w.width, w.inChannels];
        const { outShape } = backend_util.computePool2DInfo(shape, w.filter, w.strides, 1, pad);
        const run = () =>
          kernel(
            'MaxPoolGrad',
            { dy: values(outShape, w.seed), input: tied(shape, w.seed + 1), output: zeros(outShape) },
            { filterSize: w.filter, strides: w.strides, pad },
          );
        expect(difference(run)).toBeLessThan(1e-5);
      }),
      { numRuns: 60 },
    );
  });

  it('treats NaN and infinities as the cpu backend does', () => {
    const input = [NaN, 1, NaN, NaN, -Infinity, -Infinity, Infinity, NaN, 0, -0, NaN, -1, NaN, NaN, NaN, NaN];
    const run = () =>
      kernel(
        'MaxPoolGrad',
        { dy: values([1, 2, 2, 1], 3), input: tensor4d(input, [1, 4, 4, 1]), output: zeros([1, 2, 2, 1]) },
        attrs,
      );
    expect(on('wasm', run)).toEqual(on('cpu', run));
  });
});

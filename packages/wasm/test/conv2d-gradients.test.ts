import { backend_util, conv2d, grads, type Tensor4D } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { difference, differenceToLargest, kernel, start, values, windows, on, type WindowCase } from './on-both';

beforeAll(start);

const shapesOf = ({ batch, height, width, inChannels, outChannels, filter, strides, pad }: WindowCase) => {
  const inputShape: [number, number, number, number] = [batch, height, width, inChannels];
  const filterShape: [number, number, number, number] = [...filter, inChannels, outChannels];
  return {
    inputShape,
    filterShape,
    outShape: backend_util.computeConv2DInfo(inputShape, filterShape, strides, 1, pad).outShape,
  };
};

describe('gradients of a convolution', () => {
  it('give the filter the same gradient as the cpu backend, whatever the sizes, strides and padding', () => {
    fc.assert(
      fc.property(windows, (w) => {
        const { inputShape, filterShape, outShape } = shapesOf(w);
        const run = () =>
          kernel(
            'Conv2DBackpropFilter',
            { x: values(inputShape, w.seed), dy: values(outShape, w.seed + 1) },
            { ...w, dataFormat: 'NHWC', filterShape },
          );
        expect(difference(run)).toBeLessThan(1e-5);
      }),
      { numRuns: 60 },
    );
  });

  it('give the input the same gradient as the cpu backend, whatever the sizes, strides and padding', () => {
    fc.assert(
      fc.property(windows, (w) => {
        const { inputShape, filterShape, outShape } = shapesOf(w);
        const run = () =>
          kernel(
            'Conv2DBackpropInput',
            { dy: values(outShape, w.seed), filter: values(filterShape, w.seed + 1) },
            { ...w, dataFormat: 'NHWC', inputShape },
          );
        expect(difference(run)).toBeLessThan(1e-5);
      }),
      { numRuns: 60 },
    );
  });

  it('take images of channels first', () => {
    const attrs = { strides: [1, 1], pad: 'same', dataFormat: 'NCHW' };
    const filter = () =>
      kernel(
        'Conv2DBackpropFilter',
        { x: values([2, 3, 5, 6], 1), dy: values([2, 4, 5, 6], 2) },
        { ...attrs, filterShape: [3, 3, 3, 4] },
      );
    const input = () =>
      kernel(
        'Conv2DBackpropInput',
        { dy: values([2, 4, 5, 6], 1), filter: values([3, 3, 3, 4], 2) },
        { ...attrs, inputShape: [2, 3, 5, 6] },
      );
    expect(difference(filter)).toBeLessThan(1e-5);
    expect(difference(input)).toBeLessThan(1e-5);
  });

  it('sum large images without losing digits', () => {
    const run = () =>
      kernel(
        'Conv2DBackpropFilter',
        { x: values([1, 50, 50, 3], 5), dy: values([1, 50, 50, 8], 6) },
        { strides: [1, 1], pad: 'same', dataFormat: 'NHWC', filterShape: [3, 3, 3, 8] },
      );
    expect(differenceToLargest(run)).toBeLessThan(1e-6);
  });

  it('serve tf.grads', () => {
    const gradient = () =>
      grads((x, filter) => conv2d(x as Tensor4D, filter as Tensor4D, 2, 'same'))([
        values([2, 7, 8, 3], 1),
        values([3, 3, 3, 5], 2),
      ]);
    expect(difference(gradient)).toBeLessThan(1e-5);
  });

  it('are empty or zero for an empty batch', () => {
    const run = () =>
      kernel(
        'Conv2DBackpropFilter',
        { x: values([0, 5, 5, 3], 1), dy: values([0, 5, 5, 4], 1) },
        { strides: [1, 1], pad: 'same', dataFormat: 'NHWC', filterShape: [3, 3, 3, 4] },
      );
    expect(on('wasm', run)[0]).toEqual(new Array(108).fill(0));
  });
});

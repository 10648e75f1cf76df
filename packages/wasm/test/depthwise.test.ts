import '@tensorflow/tfjs-layers';
import {
  backend_util,
  depthwiseConv2d,
  engine,
  fused,
  grads,
  mul,
  separableConv2d,
  sum,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { difference, kernel, on, start, values, windows } from './on-both';

beforeAll(start);

type Pad = 'same' | 'valid' | number;

/** Windows that are smaller than their strides too, with dilation where tfjs takes it. */
const anyWindows = fc
  .tuple(windows, fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 4 }), fc.constantFrom(1, 1, 2, 3))
  .map(([w, multiplier, stride, dilation]) => ({
    ...w,
    multiplier,
    strides: (dilation > 1 ? [1, 1] : [stride, w.strides[1]]) as [number, number],
    // tfjs takes the width of the result from the height where the padding is a number
    pad: (typeof w.pad === 'number' ? 'same' : w.pad) as Pad,
    dilations: [dilation, dilation > 1 ? 2 : 1] as [number, number],
  }))
  .filter(({ height, width, filter, dilations }) =>
    [height, width].every((side, axis) => side > (filter[axis]! - 1) * dilations[axis]!),
  );

describe('depthwise convolution', () => {
  it('gives what the cpu backend gives, also with filters smaller than their strides', () => {
    fc.assert(
      fc.property(
        anyWindows,
        ({ batch, height, width, inChannels, filter, multiplier, strides, pad, dilations, seed }) => {
          const run = () => {
            const x = values([batch, height, width, inChannels], seed) as Tensor4D;
            const weights = values([...filter, inChannels, multiplier], seed + 1) as Tensor4D;
            return depthwiseConv2d(x, weights, strides, pad, 'NHWC', dilations);
          };
          expect(difference(run)).toBeLessThan(1e-5);
        },
      ),
      { numRuns: 150 },
    );
  });

  it.each(['linear', 'relu', 'relu6', 'elu', 'prelu', 'leakyrelu', 'sigmoid'] as const)(
    'adds a bias of one number or of one a filter and applies %s',
    (activation) => {
      const run = (size: number) => () =>
        fused.depthwiseConv2d({
          x: values([2, 5, 6, 3], 1) as Tensor4D,
          filter: mul(values([2, 3, 3, 2], 2), 4) as Tensor4D,
          strides: [3, 3],
          pad: 'same',
          bias: values([size], 3),
          activation,
          preluActivationWeights: values([6], 4),
          leakyreluAlpha: 0.3,
        });
      for (const size of [1, 6]) expect(difference(run(size))).toBeLessThan(1e-5);
      const before = engine().backend.numDataIds();
      on('wasm', run(1));
      expect(engine().backend.numDataIds()).toBe(before);
    },
  );

  it('gives filter and input the gradients of the cpu backend', () => {
    fc.assert(
      fc.property(windows, fc.integer({ min: 1, max: 3 }), (w, multiplier) => {
        const filterShape: [number, number, number, number] = [...w.filter, w.inChannels, multiplier];
        const inputShape: [number, number, number, number] = [w.batch, w.height, w.width, w.inChannels];
        const { outShape } = backend_util.computeConv2DInfo(
          inputShape,
          filterShape,
          w.strides,
          1,
          w.pad as Pad,
          undefined,
          true,
        );
        const attrs = { strides: w.strides, dilations: [1, 1], pad: w.pad };
        expect(
          difference(() => [
            kernel(
              'DepthwiseConv2dNativeBackpropFilter',
              { x: values(inputShape, w.seed), dy: values(outShape, w.seed + 1) },
              { ...attrs, filterShape },
            ),
            kernel(
              'DepthwiseConv2dNativeBackpropInput',
              { dy: values(outShape, w.seed + 1), filter: values(filterShape, w.seed) },
              { ...attrs, inputShape },
            ),
          ]),
        ).toBeLessThan(1e-5);
      }),
      { numRuns: 60 },
    );
  });

  it('has the right gradients with dilation, which tfjs rejects', () => {
    const [x, filter] = [() => values([2, 8, 7, 4], 1) as Tensor4D, () => values([3, 2, 4, 1], 2) as Tensor4D];
    const conv = (image: Tensor4D, weights: Tensor4D) => depthwiseConv2d(image, weights, 1, 'same', 'NHWC', [2, 3]);
    const weighted = (image: Tensor4D, weights: Tensor4D) => sum(mul(conv(image, weights), values([2, 8, 7, 4], 3)));
    // The convolution is linear in both: each gradient times its own tensor is the value.
    const products = () =>
      grads((image, weights) => weighted(image as Tensor4D, weights as Tensor4D))([x(), filter()]).map((g, i) =>
        sum(mul(g, i === 0 ? x() : filter())),
      );
    const value = on('cpu', () => weighted(x(), filter()))[0]![0]!;
    on('wasm', products).forEach(([product]) => {
      expect(product).toBeCloseTo(value, 4);
    });
    expect(() => on('cpu', products)).toThrow('dilation');
  });

  it('trains, alone and in separable convolutions', () => {
    const tensors = () => [values([2, 6, 7, 4], 1), values([3, 3, 4, 2], 2), values([1, 1, 8, 3], 3)];
    const gradient = () =>
      grads((x, depth, point) => separableConv2d(x as Tensor4D, depth as Tensor4D, point as Tensor4D, 1, 'same'))(
        tensors(),
      );
    const alone = () =>
      grads((x, depth) => depthwiseConv2d(x as Tensor4D, depth as Tensor4D, 2, 'valid'))(tensors().slice(0, 2));
    expect(difference(gradient)).toBeLessThan(1e-5);
    expect(difference(alone)).toBeLessThan(1e-5);
  });
});

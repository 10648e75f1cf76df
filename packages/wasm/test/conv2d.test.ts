import '@tensorflow/tfjs-layers';
import { conv2d, fused, grad, grads, sum, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { difference, distance, kernel, on, start, values, windows } from './on-both';

beforeAll(start);

type Pad = 'same' | 'valid' | number;
const polyheadConv = (x: Tensor, filter: Tensor, bias: Tensor, attrs: object) =>
  kernel<Tensor4D>(
    'PolyheadConv2D',
    { x, filter, bias },
    { strides: [1, 1], pad: 'same', dilations: [1, 1], activation: 'linear', ...attrs },
  );
const fusedConv = (x: Tensor, filter: Tensor, bias: Tensor, activation: 'linear' | 'relu', pad: Pad = 'same') =>
  fused.conv2d({ x: x as Tensor4D, filter: filter as Tensor4D, strides: 1, pad, bias, activation });

describe('convolution', () => {
  it("equals the cpu backend's for any sizes, strides, dilations and padding", () => {
    fc.assert(
      fc.property(windows, fc.boolean(), (w, dilate) => {
        const filter: [number, number, number, number] = [
          dilate ? 2 : w.filter[0],
          w.filter[1],
          w.inChannels,
          w.outChannels,
        ];
        const run = () =>
          conv2d(
            values([w.batch, w.height, w.width, w.inChannels], w.seed) as Tensor4D,
            values(filter, w.seed + 1) as Tensor4D,
            dilate ? 1 : w.strides,
            w.pad as Pad,
            'NHWC',
            dilate ? [2, 1] : 1,
          );
        expect(difference(run)).toBeLessThan(1e-5);
      }),
      { numRuns: 80 },
    );
  });

  it('adds a bias and an activation', () => {
    fc.assert(
      fc.property(
        windows,
        fc.constantFrom('linear', 'relu', 'relu6', 'sigmoid') as fc.Arbitrary<'relu'>,
        (w, activation) => {
          const run = () =>
            fusedConv(
              values([w.batch, w.height, w.width, w.inChannels], w.seed),
              values([3, 3, w.inChannels, w.outChannels], w.seed + 1),
              values([w.outChannels], w.seed + 2),
              activation,
            );
          expect(difference(run)).toBeLessThan(1e-5);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('as PolyheadConv2D has the gradients of tf.fused.conv2d', () => {
    const tensors = () => [values([2, 6, 5, 3], 1), values([3, 3, 3, 6], 2), values([6], 3)];
    const gradient = (layer: typeof fusedConv, activation: 'linear' | 'relu') => () =>
      grads((x, filter, bias) => sum(layer(x!, filter!, bias!, activation)))(tensors());
    for (const activation of ['linear', 'relu'] as const) {
      const expected = on('cpu', gradient(fusedConv, activation));
      const actual = on(
        'wasm',
        gradient((x, filter, bias) => polyheadConv(x, filter, bias, { activation }), activation),
      );
      actual.forEach((values_, i) => {
        expect(distance(expected[i]!, values_)).toBeLessThan(1e-5);
      });
    }
  });

  it('computes no gradient of the image when only the filter is asked for', () => {
    const run = () =>
      grad((filter) => sum<Tensor>(polyheadConv(values([2, 6, 5, 3], 1), filter, values([6], 3), {})))(
        values([3, 3, 3, 6], 2),
      );
    expect(on('wasm', run)[0]).toHaveLength(162);
  });

  it('has gradients with dilation, which tfjs rejects', () => {
    const dilated = (filter: Tensor) =>
      conv2d(values([1, 8, 8, 2], 1) as Tensor4D, filter as Tensor4D, 1, 'same', 'NHWC', 2);
    const [gradient] = on('wasm', () => grad((filter) => sum(dilated(filter)))(values([3, 3, 2, 3], 2)));
    // The filter's gradient of a sum, by differences: the convolution is linear in the filter.
    const [whole] = on('wasm', () => sum(dilated(values([3, 3, 2, 3], 2))));
    const weights = Array.from(values([3, 3, 2, 3], 2).dataSync());
    expect(gradient!.reduce((total, g, i) => total + g * weights[i]!, 0)).toBeCloseTo(whole![0]!, 4);
    expect(() => on('cpu', () => grad((filter) => sum(dilated(filter)))(values([3, 3, 2, 3], 2)))).toThrow('dilation');
  });
});

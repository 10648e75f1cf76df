import { backend_util, conv2d, tensor, tidy, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { difference, kernel, start, values } from './on-both';

beforeAll(start);

// Three by three taps without strides: the convolutions that are summed by Winograd's algorithm.
const cases = fc.record({
  seed: fc.nat(1e6),
  batch: fc.integer({ min: 1, max: 2 }),
  height: fc.integer({ min: 3, max: 6 }),
  width: fc.integer({ min: 3, max: 21 }),
  inChannels: fc.constantFrom(3, 5, 8, 12),
  outChannels: fc.constantFrom(8, 9, 12),
  pad: fc.constantFrom('same', 'valid', 1, 2, [
    [0, 0],
    [0, 2],
    [2, 1],
    [0, 0],
  ]) as fc.Arbitrary<'same' | 'valid' | number>,
});
type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never;

/** A number put in place of some of a tensor's own. */
const spoilt = (x: Tensor, odd: number, every: number): Tensor =>
  tidy(() =>
    tensor(
      x.dataSync().map((v, i) => (i % every === every - 1 ? odd : v)),
      x.shape,
    ),
  );

function convolutions(c: Case, odd?: { value: number; every: number }): () => Tensor[] {
  const inputShape: [number, number, number, number] = [c.batch, c.height, c.width, c.inChannels];
  const filterShape: [number, number, number, number] = [3, 3, c.inChannels, c.outChannels];
  const { outShape } = backend_util.computeConv2DInfo(inputShape, filterShape, 1, 1, c.pad);
  const attrs = { strides: [1, 1], pad: c.pad, dataFormat: 'NHWC', dilations: [1, 1] };
  const spoil = (x: Tensor): Tensor => (odd === undefined ? x : spoilt(x, odd.value, odd.every));
  return () => {
    const [x, filter, dy] = [
      spoil(values(inputShape, c.seed)),
      values(filterShape, c.seed + 1),
      spoil(values(outShape, c.seed + 2)),
    ];
    return [
      conv2d(x as Tensor4D, filter as Tensor4D, 1, c.pad),
      kernel<Tensor>('Conv2DBackpropInput', { dy, filter }, { ...attrs, inputShape }),
      kernel<Tensor>('Conv2DBackpropFilter', { x: values(inputShape, c.seed), dy }, { ...attrs, filterShape }),
      kernel<Tensor>('Conv2DBackpropFilter', { x, dy: values(outShape, c.seed + 2) }, { ...attrs, filterShape }),
    ];
  };
}

describe('three by three convolutions and their gradients', () => {
  it("equal the cpu backend's within 1e-5", () => {
    fc.assert(
      fc.property(cases, (c) => {
        expect(difference(convolutions(c))).toBeLessThan(1e-5);
      }),
      { numRuns: 20 },
    );
  });

  it('spread NaN and infinity no further than the cpu backend (without padding, which differs)', () => {
    fc.assert(
      fc.property(
        cases,
        fc.constantFrom(NaN, Infinity, -Infinity),
        fc.integer({ min: 20, max: 300 }),
        (c, value, every) => {
          expect(difference(convolutions({ ...c, pad: 'valid' }, { value, every }))).toBeLessThan(1e-5);
        },
      ),
      { numRuns: 12 },
    );
  });
});

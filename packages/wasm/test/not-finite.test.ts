// What is no number must stay visible, and only where it belongs: a run that explodes is stopped by it.
import '@tensorflow/tfjs-layers';
import {
  backend_util,
  concat,
  grads,
  mean,
  mul,
  slice,
  sum,
  tensor,
  tensor1d,
  unsortedSegmentSum,
  zeros,
  type Tensor,
} from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { difference, kernel, on, start, values, windows } from './on-both';

beforeAll(start);

const STRANGE = [NaN, Infinity, -Infinity, -0];

/** Values of which about every twentieth is NaN, infinite or negative zero. */
function strewn(shape: readonly number[], seed: number): Tensor {
  const plain = values(shape, seed).dataSync();
  return tensor(
    Float32Array.from(plain, (value, i) =>
      (Math.imul(i + seed, 2654435761) >>> 8) % 20 === 0 ? STRANGE[(i + seed) % 4]! : value,
    ),
    [...shape],
  );
}

describe('NaN and infinity', () => {
  it('come out of convolutions and their gradients as on the cpu backend, for all sizes and strides', () => {
    fc.assert(
      fc.property(windows, (w) => {
        const [inputShape, filterShape] = [
          [w.batch, w.height, w.width, w.inChannels],
          [...w.filter, w.inChannels, w.outChannels],
        ] as [[number, number, number, number], [number, number, number, number]];
        const { outShape } = backend_util.computeConv2DInfo(inputShape, filterShape, w.strides, 1, 'valid');
        const attrs = { strides: w.strides, dilations: [1, 1], pad: 'valid', dataFormat: 'NHWC' };
        expect(
          difference(() => [
            kernel<Tensor>('Conv2D', { x: strewn(inputShape, w.seed), filter: values(filterShape, w.seed) }, attrs),
            kernel<Tensor>(
              'Conv2DBackpropFilter',
              { x: strewn(inputShape, w.seed), dy: strewn(outShape, w.seed + 1) },
              { ...attrs, filterShape },
            ),
            kernel<Tensor>(
              'Conv2DBackpropInput',
              { dy: strewn(outShape, w.seed), filter: values(filterShape, w.seed) },
              { ...attrs, inputShape },
            ),
          ]),
        ).toBeLessThan(1e-5);
      }),
      { numRuns: 60 },
    );
  });

  it('come out of the gradients of depthwise convolutions and average pooling where the cpu backend has them', () => {
    fc.assert(
      fc.property(windows, (w) => {
        const [inputShape, filterShape] = [
          [w.batch, w.height, w.width, w.inChannels],
          [...w.filter, w.inChannels, 2],
        ] as [[number, number, number, number], [number, number, number, number]];
        const { outShape } = backend_util.computeConv2DInfo(
          inputShape,
          filterShape,
          w.strides,
          1,
          'valid',
          undefined,
          true,
        );
        const pooled = [...outShape.slice(0, 3), w.inChannels];
        const attrs = { strides: w.strides, dilations: [1, 1], pad: 'valid' };
        expect(
          difference(() => [
            kernel<Tensor>(
              'DepthwiseConv2dNativeBackpropFilter',
              { x: strewn(inputShape, w.seed), dy: strewn(outShape, w.seed + 1) },
              { ...attrs, filterShape },
            ),
            kernel<Tensor>(
              'DepthwiseConv2dNativeBackpropInput',
              { dy: strewn(outShape, w.seed), filter: values(filterShape, w.seed) },
              { ...attrs, inputShape },
            ),
            kernel<Tensor>(
              'AvgPoolGrad',
              { dy: strewn(pooled, w.seed), input: zeros(inputShape) },
              { filterSize: w.filter, strides: w.strides, pad: 'valid' },
            ),
          ]),
        ).toBeLessThan(1e-5);
      }),
      { numRuns: 60 },
    );
  });

  it('pass through copies and the gradient of a mean', () => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.integer({ min: 1, max: 9 }), (seed, channels) => {
        const x = () => strewn([5, 4, channels], seed);
        const gradient = () => grads((a, b) => sum(mul(mean(a!, [0, 1]), b!)))([x(), strewn([channels], seed + 1)]);
        expect(
          difference(() => [concat([x(), x()], 2), slice(x(), [1, 1, 0], [3, 2, channels]), ...gradient()]),
        ).toBeLessThan(1e-5);
      }),
      { numRuns: 40 },
    );
  });

  it('stay in their own segment, where the cpu backend spreads them to all', () => {
    const sums = () =>
      unsortedSegmentSum(
        tensor([
          [1, NaN],
          [Infinity, 2],
          [3, 4],
        ]),
        tensor1d([0, 1, 2], 'int32'),
        3,
      );
    expect(on('wasm', sums)).toEqual([[1, NaN, Infinity, 2, 3, 4]]);
    expect(on('cpu', sums)[0]!.filter(Number.isFinite)).toEqual([]);
  });

  it('in a gradient reach its own weight, and no other', () => {
    const of = (name: string, more: Record<string, Tensor>, attrs: object) =>
      on('wasm', () =>
        [
          kernel<Tensor | Tensor[]>(
            name,
            { weight: values([9], 1), gradient: tensor([1, NaN, 1, 1, Infinity, 1, 1, 1, -Infinity]), ...more },
            attrs,
          ),
        ].flat(),
      )[0]!;
    const where = (weights: number[]) => weights.flatMap((weight, i) => (Number.isFinite(weight) ? [] : [i]));
    expect(where(of('PolyheadSgd', {}, { learningRate: 0.1 }))).toEqual([1, 4, 8]);
    expect(
      where(
        of(
          'PolyheadMomentum',
          { accumulator: values([9], 2) },
          { momentum: 0.9, intake: 1, accumulatorStep: -0.1, gradientStep: 0 },
        ),
      ),
    ).toEqual([1, 4, 8]);
    expect(
      where(
        of(
          'PolyheadAdam',
          { m: values([9], 2), v: zeros([9]) },
          { beta1: 0.9, beta2: 0.99, epsilon: 1e-7, stepSize: 0.1, secondScale: 1 },
        ),
      ),
    ).toEqual([1, 4, 8]);
  });
});

// A convolution with its bias, ReLU, normalization and max pooling by polyhead's own operation, in graphs of
// predictions on processors with AVX2; the operations one by one are its oracle.
import { compile, useTensorFlow } from '@polyhead/tensorflow';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describeNative } from './native';
import {
  type ConvolutionGiven,
  convolutionShapes,
  expectRelativelyClose,
  graphOf,
  oneConvolution,
  randomConvolution,
} from './own-operations';
import { pretendProcessor } from './pretend-processor';

interface Layers {
  readonly padding: 'same' | 'valid';
  readonly poolSize: number;
  readonly hasBias: boolean;
  readonly norm: 'before' | 'none' | 'behind';
}

const epsilon = 1e-3;
const operation = 'PolyheadConv2DReluPool';
const usual: Layers = { padding: 'same', poolSize: 2, hasBias: true, norm: 'behind' };
const layers: fc.Arbitrary<Layers> = fc.record({
  padding: fc.constantFrom('same', 'valid'),
  poolSize: fc.constantFrom(2, 3),
  hasBias: fc.boolean(),
  norm: fc.constantFrom('before', 'none', 'behind'),
});

const predict =
  ({ padding, poolSize, hasBias, norm }: Layers, strides = 1) =>
  ({ x, kernel, bias, gamma }: ConvolutionGiven): { y: tf.Tensor } => {
    const [mean, variance, beta] = [
      tf.fill([bias.size], 0.2),
      tf.fill([bias.size], 0.6),
      tf.fill([bias.size], -0.1),
    ] as [tf.Tensor1D, tf.Tensor1D, tf.Tensor1D];
    const convolved = tf.conv2d(x, kernel, strides, padding);
    const sum = hasBias ? tf.add(convolved, bias) : convolved;
    const normalized = norm === 'before' ? tf.batchNorm(sum, mean, variance, beta, gamma, epsilon) : sum;
    if (norm === 'behind')
      return {
        y: tf.engine().runKernel('PolyheadReluBatchNormPoolInference', { x: normalized, gamma, beta, mean, variance }, {
          epsilon,
          poolSize,
        } as never) as tf.Tensor,
      };
    return { y: tf.maxPool(tf.relu(normalized) as tf.Tensor4D, poolSize, poolSize, 'valid') };
  };

describeNative('predictions of a convolution that is pooled', () => {
  beforeAll(() => useTensorFlow());
  beforeEach(() => pretendProcessor('flags : avx2 fma'));
  afterEach(() => void jest.restoreAllMocks());

  it('equal the separate operations, with a normalization of any sign or without, with or without a bias', () => {
    fc.assert(
      fc.property(convolutionShapes(6), layers, (shape, kind) =>
        tf.tidy(() => {
          const compiled = compile(predict(kind));
          const given = randomConvolution(shape);
          expectRelativelyClose(compiled.run(given).y, predict(kind)(given).y, 1e-5);
          compiled.dispose();
        }),
      ),
      { numRuns: 40 },
    );
  });

  it.each<[string, Layers]>([
    ['the normalization behind ReLU', usual],
    ['the normalization before it', { ...usual, norm: 'before' }],
    ['no normalization', { ...usual, norm: 'none' }],
    ['no bias', { ...usual, hasBias: false }],
  ])('come from one operation: %s', (_, kind) => {
    const graph = graphOf(predict(kind), randomConvolution(oneConvolution));
    // as GraphDef writes the operation of a node
    const has = (op: string): boolean => graph.includes(`\u0012${String.fromCharCode(op.length)}${op}`);
    expect([operation, 'Conv2D', 'BiasAdd', 'Relu', 'MaxPool', 'FusedBatchNormV3'].filter(has)).toEqual([operation]);
  });

  it.each<[string, ReturnType<typeof predict>, object]>([
    ['steps of two pixels', predict(usual, 2), { size: [64, 64] }],
    ['windows of 4 pixels', predict({ ...usual, poolSize: 4 }), {}],
    ['narrow images', predict(usual), { size: [32, 8] }],
    ['many channels', predict(usual), { channels: 40 }],
    ['filters that fill no vector', predict(usual), { filters: 20 }],
    ['images lower than a window', predict({ ...usual, poolSize: 3 }), { size: [2, 32] }],
    [
      'windows that are not whole',
      ({ x, kernel }) => ({ y: tf.maxPool(tf.relu(tf.conv2d(x, kernel, 1, 'same')) as tf.Tensor4D, 2, 2, 'same') }),
      { size: [33, 33] },
    ],
  ])('are left to TensorFlow for %s', (_, run, other) =>
    expect(graphOf(run, randomConvolution({ ...oneConvolution, ...other }))).not.toContain(operation),
  );

  it('hand on bfloat16 where that is wanted, computed in float32', () => {
    pretendProcessor('flags : avx2 fma avx512_bf16');
    const compiled = compile(predict(usual), { precision: 'bfloat16' });
    const [actual, expected] = [
      compiled.run(randomConvolution(oneConvolution)).y,
      predict(usual)(randomConvolution(oneConvolution)).y,
    ];
    expectRelativelyClose(actual, expected, 2 ** -8); // half of what one digit of bfloat16 is worth
    expect(
      Array.from(actual.dataSync(), (value) => new Uint32Array(Float32Array.of(value).buffer)[0]! & 0xffff).some(
        (low) => low !== 0,
      ),
    ).toBe(false);
    compiled.dispose();
  });

  it('take images in float32 where bfloat16 is wanted, and what is computed with them before', () => {
    pretendProcessor('flags : avx2 fma avx512_bf16');
    const scaled = (given: ConvolutionGiven): { y: tf.Tensor } => predict(usual)({ ...given, x: tf.mul(given.x, 0.3) });
    expect(graphOf(scaled, randomConvolution(oneConvolution), { precision: 'bfloat16' })).not.toContain('as_bfloat16');
  });

  it('show values that are no numbers, wherever in a window they are', () => {
    const numbers = Array.from({ length: 40 * 40 }, (_, index) => (index % 7 === 0 ? NaN : index));
    const given = {
      x: tf.tensor4d(numbers, [1, 40, 40, 1]),
      kernel: tf.ones([1, 1, 1, 16]) as tf.Tensor4D,
      bias: tf.zeros([16]) as tf.Tensor1D,
      gamma: tf.ones([16]) as tf.Tensor1D,
    };
    const compiled = compile(predict(usual));
    const [y, apart] = [compiled.run(given).y, predict(usual)(given).y];
    const corners = Array.from({ length: 400 }, (_, window) => Math.floor(window / 20) * 80 + (window % 20) * 2);
    const expected = corners.map((corner) => [0, 1, 40, 41].some((offset) => Number.isNaN(numbers[corner + offset])));
    for (const pooled of [y, apart])
      expect(
        Array.from(pooled.dataSync())
          .filter((_, index) => index % 16 === 0)
          .map(Number.isNaN),
      ).toEqual(expected);
    compiled.dispose();
  });

  it('leave the convolution alone where somebody else wants it too', () => {
    const both = ({ x, kernel }: ConvolutionGiven): Record<string, tf.Tensor> => {
      const convolved = tf.conv2d(x, kernel, 1, 'same');
      return { y: tf.maxPool(tf.relu(convolved) as tf.Tensor4D, 2, 2, 'valid'), convolved };
    };
    expect(graphOf(both, randomConvolution(oneConvolution))).not.toContain(operation);
  });
});

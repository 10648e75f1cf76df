import { compile, useTensorFlow } from '@polyhead/tensorflow';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describeNative } from './native';
import { graphOf } from './own-operations';
import { pretendProcessor } from './pretend-processor';

interface Given {
  readonly x: tf.Tensor4D;
}

const seed = fc.integer({ min: 1, max: 1e6 });
const layouts = fc.record({
  seed,
  stride: fc.constantFrom(1, 2),
  padding: fc.constantFrom('same' as const, 'valid' as const),
  bias: fc.boolean(),
  relu: fc.boolean(),
  depthwise: fc.boolean(),
});
const [channels, filters] = [3, 6];

/** Weights and statistics as training leaves them: gammas of either sign, one of them zero. */
function weightsFrom(start: number, depthwise = false) {
  const draw = (shape: number[], low: number, high: number, step: number) =>
    tf.randomUniform(shape, low, high, 'float32', start + step);
  const some = Array.from(draw([filters], -2, 2, 1).dataSync());
  return {
    kernel: tf.variable(
      draw(depthwise ? [3, 3, channels, filters / channels] : [3, 3, channels, filters], -1, 1, 2) as tf.Tensor4D,
    ),
    bias: tf.variable(draw([filters], -1, 1, 3) as tf.Tensor1D),
    gamma: tf.variable(tf.tensor1d([0, ...some.slice(1)])),
    beta: tf.variable(draw([filters], -1, 1, 4) as tf.Tensor1D),
    mean: tf.variable(draw([filters], -2, 2, 5) as tf.Tensor1D),
    variance: tf.variable(draw([filters], 0.05, 4, 6) as tf.Tensor1D),
  };
}
type Weights = ReturnType<typeof weightsFrom>;

const imagesFrom = (start: number) => tf.randomUniform([4, 9, 8, channels], 0, 1, 'float32', start) as tf.Tensor4D;
const normalize = (y: tf.Tensor4D, { gamma, beta, mean, variance }: Weights) =>
  tf.batchNorm4d(y, mean, variance, beta, gamma, 1e-3);
const plain =
  (weights: Weights) =>
  ({ x }: Given) => ({ y: normalize(tf.conv2d(x, weights.kernel, 1, 'same'), weights) });

/**
 * How far a result is off, in shares of the largest value that went into it: that before a ReLU, which may leave little
 * or nothing.
 */
function distance(y: tf.Tensor, expected: tf.Tensor, before = expected): number {
  return tf.tidy(() => tf.div(tf.max(tf.abs(tf.sub(y, expected))), tf.max(tf.abs(before))).arraySync() as number);
}

describeNative('folding batch normalization into convolutions', () => {
  afterEach(() => void jest.restoreAllMocks());
  beforeAll(() => useTensorFlow());

  it('changes no prediction beyond rounding, whatever strides, padding, bias and signs of gamma', () => {
    fc.assert(
      fc.property(layouts, ({ seed: start, stride, padding, bias, relu, depthwise }) => {
        const [weights, x] = [weightsFrom(start, depthwise), imagesFrom(start)];
        const normalized = ({ x: given }: Given) => {
          const convolved = depthwise
            ? tf.depthwiseConv2d(given, weights.kernel, stride, padding)
            : tf.conv2d(given, weights.kernel, stride, padding);
          return { y: normalize(bias ? tf.add(convolved, weights.bias) : convolved, weights) };
        };
        const run = (given: Given) => (relu ? { y: tf.relu(normalized(given).y) } : normalized(given));
        const folded = compile(run);
        expect(distance(folded.run({ x }).y, run({ x }).y, normalized({ x }).y)).toBeLessThan(1e-5);
        expect(graphOf(run, { x })).not.toContain('FusedBatchNormV3');
        folded.dispose();
      }),
      { numRuns: 25 },
    );
  });

  it('follows weights that change between two runs', () => {
    const [weights, others, x] = [weightsFrom(1), weightsFrom(2), imagesFrom(3)];
    const run = plain(weights);
    const folded = compile(run);
    const before = folded.run({ x }).y;
    for (const name of ['kernel', 'gamma', 'beta', 'mean', 'variance'] as const) {
      (weights[name] as tf.Variable).assign(others[name]);
      expect(distance(folded.run({ x }).y, run({ x }).y)).toBeLessThan(1e-5);
    }
    expect(distance(folded.run({ x }).y, before)).toBeGreaterThan(0.1);
    folded.dispose();
  });

  it.each<[string, (weights: Weights) => (given: Given) => { y: tf.Tensor }]>([
    [
      'a result that somebody else wants',
      (weights) =>
        ({ x }) => {
          const convolved = tf.conv2d(x, weights.kernel, 1, 'same');
          return { y: tf.add(normalize(convolved, weights), tf.relu(convolved)) };
        },
    ],
    [
      'a result behind its bias that somebody else wants',
      (weights) =>
        ({ x }) => {
          const convolved = tf.add(tf.conv2d(x, weights.kernel, 1, 'same'), weights.bias) as tf.Tensor4D;
          return { y: tf.add(normalize(convolved, weights), tf.relu(convolved)) };
        },
    ],
    [
      'an activation in between',
      (weights) =>
        ({ x }) => ({ y: normalize(tf.relu(tf.conv2d(x, weights.kernel, 1, 'same')), weights) }),
    ],
    [
      'a kernel with more numbers than the result',
      (weights) =>
        ({ x }) => ({
          y: normalize(tf.conv2d(tf.slice(x, [0, 0, 0, 0], [1, 4, 4, channels]), weights.kernel, 1, 'valid'), weights),
        }),
    ],
    [
      'training',
      (weights) =>
        ({ x }) => {
          const [y] = tf
            .engine()
            .runKernel(
              'PolyheadBatchNormTraining',
              { x: tf.conv2d(x, weights.kernel, 1, 'same'), gamma: weights.gamma, beta: weights.beta },
              { epsilon: 1e-3 },
            ) as unknown as [tf.Tensor];
          return { y };
        },
    ],
  ])('leaves alone %s', (_, make) => {
    const [run, x] = [make(weightsFrom(4)), imagesFrom(5)];
    const compiled = compile(run);
    expect(distance(compiled.run({ x }).y, run({ x }).y)).toBeLessThan(1e-5);
    expect(graphOf(run, { x })).toContain('FusedBatchNormV3');
    compiled.dispose();
  });

  it('rounds a kernel to bfloat16 once, after folding', () => {
    pretendProcessor('flags : avx512_bf16');
    const little = tf.scalar(1 + 2 ** -9); // 1 in bfloat16, but its square is the next number
    const [kernel, ones, zeros] = [
      tf.variable(tf.reshape(little, [1, 1, 1, 1]) as tf.Tensor4D),
      tf.variable(tf.ones([1]) as tf.Tensor1D),
      tf.variable(tf.zeros([1]) as tf.Tensor1D),
    ];
    const gamma = tf.variable(tf.reshape(little, [1]) as tf.Tensor1D);
    const folded = compile(
      ({ x }: Given) => ({ y: tf.batchNorm4d(tf.conv2d(x, kernel, 1, 'same'), zeros, ones, zeros, gamma, 1e-12) }),
      { precision: 'bfloat16' },
    );
    const { y } = folded.run({ x: tf.ones([1, 4, 4, 1]) as tf.Tensor4D });
    expect(new Set(y.dataSync())).toEqual(new Set([1 + 2 ** -7]));
    folded.dispose();
  });
});

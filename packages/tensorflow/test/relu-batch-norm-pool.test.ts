// Polyhead's own operation for ReLU, batch normalization and max pooling; the three operations one by one are its
// oracle.
import { useTensorFlow } from '@polyhead/tensorflow';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { block } from '../../wasm/test/composed';
import { describeNative } from './native';
import { expectRelativelyClose, expectSamePredictions, gammas, inOtherProcess } from './own-operations';

const epsilon = 1e-3;
const cases = fc.record({
  seed: fc.nat(1e6),
  size: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 4, max: 11 }), fc.integer({ min: 4, max: 11 })),
  channels: fc.constantFrom(1, 3, 8, 16, 19, 32, 40),
  poolSize: fc.integer({ min: 1, max: 4 }),
  ties: fc.boolean(),
  gamma: fc.constantFrom<[number, number]>([0.5, 1.5], [-1.5, -0.5], [-1, 1]),
});
type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never;
type Inputs = [tf.Tensor4D, tf.Tensor1D, tf.Tensor1D];

function inputs({ seed, size, channels, ties, gamma }: Case): Inputs {
  const x = tf.randomUniform([...size, channels], -2, 2, 'float32', seed + 1) as tf.Tensor4D;
  return [
    ties ? tf.round(x) : x,
    tf.randomUniform([channels], ...gamma, 'float32', seed + 2),
    tf.randomUniform([channels], -1, 1, 'float32', seed + 3),
  ];
}

const run = (name: string, given: Record<string, tf.Tensor>, poolSize: number): tf.Tensor[] =>
  [tf.engine().runKernel(name, given, { epsilon, poolSize } as never)].flat() as tf.Tensor[];
const own = (x: tf.Tensor, gamma: tf.Tensor, beta: tf.Tensor, poolSize: number): tf.Tensor[] =>
  run('PolyheadReluBatchNormPool', { x, gamma, beta }, poolSize);

describeNative('the operation for ReLU, batch normalization and pooling', () => {
  beforeAll(() => useTensorFlow());
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  it('gives what the three give, and the value that each maximum comes from', () => {
    fc.assert(
      fc.property(cases, (c) =>
        tf.tidy(() => {
          const [x, gamma, beta] = inputs(c);
          const [y, mean, variance, extremum] = own(x, gamma, beta, c.poolSize);
          block(x, gamma, beta, epsilon, c.poolSize).forEach((expected, index) =>
            expectRelativelyClose([y, mean, variance][index]!, expected, 1e-5),
          );
          const again = tf.add(
            tf.mul(tf.div(tf.sub(extremum!, mean!), tf.sqrt(tf.add(variance!, epsilon))), gamma),
            beta,
          );
          expectRelativelyClose(again, y!, 1e-5);
        }),
      ),
      { numRuns: 60 },
    );
  });

  it('has the gradients of the three, whatever the signs of gamma and however many maxima a window has', () => {
    fc.assert(
      fc.property(cases, (c) =>
        tf.tidy(() => {
          const weighted = (y: tf.Tensor): tf.Tensor =>
            tf.sum(tf.mul(y, tf.randomUniform(y.shape, -1, 1, 'float32', c.seed)));
          const gradients = (layers: typeof own) =>
            tf.grads((x, gamma, beta) => weighted(layers(x!, gamma!, beta!, c.poolSize)[0]!))(inputs(c));
          const expected = gradients((x, gamma, beta) => block(x, gamma, beta, epsilon, c.poolSize));
          gradients(own).forEach((gradient, index) => expectRelativelyClose(gradient, expected[index]!, 1e-4));
        }),
      ),
      { numRuns: 60 },
    );
  });

  it('predicts with given statistics', () => {
    fc.assert(
      fc.property(cases, (c) =>
        tf.tidy(() => {
          const [x, gamma, beta] = inputs(c);
          const [mean, variance] = [tf.fill([c.channels], 0.3), tf.fill([c.channels], 0.6)];
          const [y] = run('PolyheadReluBatchNormPoolInference', { x, gamma, beta, mean, variance }, c.poolSize);
          const normalized = tf.batchNorm(
            tf.relu(x),
            mean as tf.Tensor1D,
            variance as tf.Tensor1D,
            beta,
            gamma,
            epsilon,
          );
          expectRelativelyClose(y!, tf.maxPool(normalized, c.poolSize, c.poolSize, 'valid'), 1e-5);
        }),
      ),
      { numRuns: 40 },
    );
  });

  it.each(gammas)(
    'predicts compiled as eagerly, whatever gamma is: %s',
    async (_, least) => await expectSamePredictions(least),
  );

  it('loses no digits where the mean is large and the spread is small', () => {
    const x = tf.add(tf.randomUniform([4, 9, 9, 8], -0.01, 0.01, 'float32', 1), 1000);
    const [, mean, variance] = own(x, tf.ones([8]), tf.zeros([8]), 3);
    const values = tf.transpose(tf.reshape(x, [-1, 8])).arraySync() as number[][];
    const means = values.map((row) => row.reduce((sum, value) => sum + value, 0) / row.length);
    expect(mean!.arraySync()).toEqual(means.map((value) => expect.closeTo(value, 3) as number));
    const spreads = values.map((row, c) => row.reduce((sum, value) => sum + (value - means[c]!) ** 2, 0) / row.length);
    (variance!.arraySync() as number[]).forEach((value, c) => expect(value / spreads[c]!).toBeCloseTo(1, 4));
  });

  it('shows values that are no numbers', () => {
    const x = tf.tensor4d(
      Array.from({ length: 64 }, (_, index) => (index === 5 ? NaN : index)),
      [1, 4, 4, 4],
    );
    const [y] = own(x, tf.ones([4]), tf.zeros([4]), 2);
    expect(Array.from(y!.dataSync(), Number.isNaN)).toEqual(Array.from({ length: 16 }, (_, index) => index % 4 === 1));
  });

  it('has a gradient of nothing but zeros where an image is smaller than the window', () => {
    const [dx, dgamma] = tf.grads((x, gamma, beta) => tf.sum(own(x!, gamma!, beta!, 3)[0]!))([
      tf.ones([2, 2, 5, 3]),
      tf.ones([3]),
      tf.zeros([3]),
    ]);
    expect([...dx!.dataSync(), ...dgamma!.dataSync()].every((value) => value === 0)).toBe(true);
  });

  it('rejects statistics of another number of channels', () => {
    expect(() => own(tf.ones([1, 4, 4, 4]), tf.ones([3]), tf.zeros([4]), 2)).toThrow(
      'gamma and beta must be [channels]',
    );
  });

  it('gives the same bits on any number of threads', async () => {
    const [one, two, five] = await Promise.all(
      ['1', '2', '5'].map((threads) => inOtherProcess({ TF_NUM_INTRAOP_THREADS: threads })),
    );
    expect(two).toEqual(one);
    expect(five).toEqual(one);
  });

  it('computes alike with every set of instructions that the processor has', async () => {
    const [plain, ...others] = await Promise.all(
      ['plain', 'avx2', 'avx512'].map((name) => inOtherProcess({ POLYHEAD_INSTRUCTIONS: name })),
    );
    for (const values of others)
      values.forEach((value, index) =>
        expect(Math.abs(value - plain![index]!)).toBeLessThan(1e-4 * Math.max(1, Math.abs(value))),
      );
  });
});

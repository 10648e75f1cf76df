import '@tensorflow/tfjs-layers';
import {
  add,
  div,
  grads,
  maxPool,
  mul,
  relu,
  reshape,
  sqrt,
  square,
  sub,
  sum,
  tensor1d,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { block } from './composed';
import { distance, kernel, on, start, tied, values } from './on-both';

beforeAll(start);

const epsilon = 1e-3;
const cases = fc.record({
  seed: fc.nat(1e6),
  size: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 3, max: 11 }), fc.integer({ min: 3, max: 11 })),
  channels: fc.constantFrom(4, 8, 12, 16, 3, 5),
  poolSize: fc.integer({ min: 1, max: 3 }),
  ties: fc.boolean(),
  gammas: fc.constantFrom('any', 'near zero', 'negative', 'positive'),
});
type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never;

function inputs({ seed, size, channels, ties, gammas }: Case): [Tensor, Tensor, Tensor] {
  const shape = [...size, channels];
  const scale = gammas === 'near zero' ? 0.01 : gammas === 'negative' ? -1 : 1;
  const gamma = Array.from(values([channels], seed + 1).dataSync(), (v) =>
    gammas === 'positive' ? Math.abs(v) + 0.2 : (v + Math.sign(v) * 0.2) * scale,
  );
  return [ties ? tied(shape, seed) : values(shape, seed), tensor1d(gamma), values([channels], seed + 2)];
}
const fast = (x: Tensor, gamma: Tensor, beta: Tensor, poolSize: number) =>
  kernel<Tensor[]>('PolyheadReluBatchNormPool', { x, gamma, beta }, { epsilon, poolSize });

describe('the fused block of ReLU, batch normalization and pooling', () => {
  it('is what the three layers are', () => {
    fc.assert(
      fc.property(cases, (c) => {
        const expected = on('cpu', () => block(...inputs(c), epsilon, c.poolSize));
        on('wasm', () => fast(...inputs(c), c.poolSize)).forEach((actual, i) => {
          expect(distance(expected[i]!, actual)).toBeLessThan(1e-5);
        });
      }),
      { numRuns: 80 },
    );
  });

  it('has the gradients of the three layers, whatever the signs and sizes of gamma', () => {
    fc.assert(
      fc.property(cases, (c) => {
        const weights = (y: Tensor) => sum(mul(y, values(y.shape, c.seed + 3)));
        const run = (layers: (x: Tensor, gamma: Tensor, beta: Tensor) => Tensor[]) => () =>
          grads((x, gamma, beta) => weights(layers(x!, gamma!, beta!)[0]!))(inputs(c));
        const expected = on(
          'cpu',
          run((x, gamma, beta) => block(x, gamma, beta, epsilon, c.poolSize)),
        );
        const actual = on(
          'wasm',
          run((x, gamma, beta) => fast(x, gamma, beta, c.poolSize)),
        );
        actual.forEach((gradient, i) => {
          expect(distance(expected[i]!, gradient)).toBeLessThan(2e-5);
        });
      }),
      { numRuns: 80 },
    );
  });

  it('gives the first pixel of a window the gradient where gamma is 0', () => {
    const layers = (run: typeof fast) => () =>
      grads((x, gamma, beta) => sum(run(x!, gamma!, beta!, 2)[0]!))([
        values([1, 4, 4, 4], 5),
        tensor1d([0, 0, 1, -1]),
        values([4], 6),
      ]);
    const expected = on(
      'cpu',
      layers((x, gamma, beta) => block(x, gamma, beta, epsilon, 2)),
    );
    on('wasm', layers(fast)).forEach((gradient, i) => {
      expect(distance(expected[i]!, gradient)).toBeLessThan(1e-5);
    });
  });

  it('predicts with given statistics', () => {
    fc.assert(
      fc.property(cases, (c) => {
        const statistics = () => ({
          mean: values([c.channels], c.seed + 4),
          variance: square(values([c.channels], c.seed + 5)),
        });
        const attrs = { epsilon, poolSize: c.poolSize };
        const composed = () => {
          const [x, gamma, beta] = inputs(c);
          const { mean, variance } = statistics();
          return maxPool(
            add(mul(div(sub(relu(x), mean), sqrt(add(variance, epsilon))), gamma), beta) as Tensor4D,
            c.poolSize,
            c.poolSize,
            'valid',
          );
        };
        const actual = on('wasm', () => {
          const [x, gamma, beta] = inputs(c);
          return kernel('PolyheadReluBatchNormPoolInference', { x, gamma, beta, ...statistics() }, attrs);
        });
        expect(distance(on('cpu', composed)[0]!, actual[0]!)).toBeLessThan(1e-5);
      }),
      { numRuns: 40 },
    );
  });

  it('shows values that are no numbers', () => {
    const x = () => {
      const data = values([1, 4, 4, 4], 1).dataSync();
      data[5] = NaN;
      return data;
    };
    const [y] = on('wasm', () => fast(reshape(tensor1d(x()), [1, 4, 4, 4]), values([4], 1), values([4], 2), 2));
    expect(y!.map(Number.isNaN)).toEqual(y!.map((_, i) => i % 4 === 1));
  });
});

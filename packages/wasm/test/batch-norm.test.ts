import '@tensorflow/tfjs-layers';
import { add, grads, mul, sum, tensor2d, type Tensor } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { batchNorm } from './composed';
import { distance, kernel, on, start, values } from './on-both';

beforeAll(start);

const epsilon = 1e-3;
const cases = fc.record({
  seed: fc.nat(1e6),
  outer: fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 3 }),
  channels: fc.integer({ min: 1, max: 21 }),
  relu: fc.boolean(),
  shift: fc.constantFrom(0, 1, 30),
});

const inputs = ({
  seed,
  outer,
  channels,
  shift,
}: {
  seed: number;
  outer: number[];
  channels: number;
  shift: number;
}): Tensor[] => [
  add(values([...outer, channels], seed), shift),
  values([channels], seed + 1),
  values([channels], seed + 2),
];
const fast = (x: Tensor, gamma: Tensor, beta: Tensor, relu: boolean) =>
  kernel<Tensor[]>('PolyheadBatchNormTraining', { x, gamma, beta }, { epsilon, relu });

describe('batch normalization in training', () => {
  it('normalizes as the composed one does, with and without ReLU before it', () => {
    fc.assert(
      fc.property(cases, (c) => {
        const run = (normalize: typeof fast) => () => normalize(...(inputs(c) as [Tensor, Tensor, Tensor]), c.relu);
        const expected = on(
          'cpu',
          run((x, gamma, beta, relu) => batchNorm(x, gamma, beta, epsilon, relu)),
        );
        on('wasm', run(fast)).forEach((actual, i) => {
          expect(distance(expected[i]!, actual)).toBeLessThan(c.shift > 1 ? 1e-4 : 1e-5);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('has the gradients of the composed one', () => {
    fc.assert(
      fc.property(
        cases.filter(({ shift, outer }) => shift < 2 && outer.reduce((n, size) => n * size, 1) > 3),
        (c) => {
          const weights = (y: Tensor) => sum(mul(y, values(y.shape, c.seed + 3)));
          const run = (normalize: typeof fast) => () =>
            grads((...tensors) => weights(normalize(tensors[0]!, tensors[1]!, tensors[2]!, c.relu)[0]!))(inputs(c));
          const expected = on(
            'cpu',
            run((x, gamma, beta, relu) => batchNorm(x, gamma, beta, epsilon, relu)),
          );
          on('wasm', run(fast)).forEach((actual, i) => {
            expect(distance(expected[i]!, actual)).toBeLessThan(2e-5);
          });
        },
      ),
      { numRuns: 60 },
    );
  });

  it('keeps its digits over many rows far from zero', () => {
    const run = (normalize: typeof fast) => () =>
      normalize(add(values([60_000, 4], 1), 100), values([4], 2), values([4], 3), false);
    const expected = on(
      'cpu',
      run((x, gamma, beta) => batchNorm(x, gamma, beta, epsilon)),
    );
    const actual = on('wasm', run(fast));
    [0, 1, 2].forEach((i) => {
      expect(distance(expected[i]!, actual[i]!)).toBeLessThan(1e-4);
    });
    expect(actual[2]![0]).toBeCloseTo(1 / 3, 2);
  });

  it('shows values that are no numbers, in their channel only', () => {
    const x = () =>
      tensor2d([
        [1, NaN, 3],
        [2, 1, Infinity],
        [5, 4, 3],
      ]);
    const [y, mean] = on('wasm', () => fast(x(), values([3], 1), values([3], 2), false));
    expect(mean!.map(Number.isFinite)).toEqual([true, false, false]);
    expect(y!.map((v) => !Number.isNaN(v))).toEqual([true, false, false, true, false, false, true, false, false]);
  });

  it('takes an empty batch', () => {
    const [y, mean, variance] = on('wasm', () => fast(values([0, 2, 2, 5], 1), values([5], 1), values([5], 2), false));
    expect([y!.length, ...mean!, ...variance!]).toEqual(new Array(11).fill(0));
  });

  it('has gradients of exactly 0 for a batch of one pixel, which is normalized to beta whatever it is', () => {
    fc.assert(
      fc.property(cases, ({ seed, channels, relu, shift }) => {
        const one = { seed, outer: [1, 1, 1], channels, shift };
        const [dx, dGamma, dBeta] = on('wasm', () => {
          const [x, gamma, beta] = inputs(one) as [Tensor, Tensor, Tensor];
          const [, mean, variance] = fast(x, gamma, beta, relu) as [Tensor, Tensor, Tensor];
          const given = { dy: values(x.shape, seed + 3), x, gamma, mean, variance };
          return kernel<Tensor[]>('PolyheadBatchNormGrad', given, { epsilon, relu });
        });
        expect([...dx!, ...dGamma!].every((value) => Math.abs(value) === 0)).toBe(true);
        expect(dBeta).toEqual(on('wasm', () => values([channels], seed + 3))[0]);
      }),
      { numRuns: 40 },
    );
  });
});

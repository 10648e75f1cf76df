import '@tensorflow/tfjs-layers';
import { batchNorm, grads, mul, sum, type Tensor } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { difference, start, values } from './on-both';

beforeAll(start);

const cases = fc.record({
  seed: fc.nat(1e6),
  outer: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 3 }),
  channels: fc.integer({ min: 1, max: 19 }),
});
const positive = (channels: number, seed: number) => mul(values([channels], seed), values([channels], seed));

describe('batch normalization with given statistics', () => {
  it("equals the cpu backend's, with and without scale and offset", () => {
    fc.assert(
      fc.property(cases, fc.boolean(), fc.boolean(), ({ seed, outer, channels }, scaled, shifted) => {
        const list = (n: number) => values([channels], seed + n);
        const run = () =>
          batchNorm(
            values([...outer, channels], seed),
            list(1) as never,
            positive(channels, seed + 2) as never,
            (shifted ? list(3) : undefined) as never,
            (scaled ? list(4) : undefined) as never,
            1e-3,
          );
        expect(difference(run)).toBeLessThan(2e-5);
      }),
      { numRuns: 60 },
    );
  });

  it("has the cpu backend's gradients for all of its inputs", () => {
    fc.assert(
      fc.property(cases, ({ seed, outer, channels }) => {
        const shape = [...[1, 1, 1, ...outer].slice(-3), channels];
        const list = (n: number) => values([channels], seed + n);
        const loss = (...[x, mean, variance, offset, scale]: Tensor[]) =>
          sum(
            mul(
              batchNorm(x!, mean as never, variance as never, offset as never, scale as never, 0.1),
              values(shape, seed + 5),
            ),
          );
        expect(
          difference(() => grads(loss)([values(shape, seed), list(1), positive(channels, seed + 2), list(3), list(4)])),
        ).toBeLessThan(2e-5);
      }),
      { numRuns: 40 },
    );
  });
});

import '@tensorflow/tfjs-layers';
import { grad, max, mean, mul, sum, tensor, type Tensor } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { difference, start, tied, values } from './on-both';

beforeAll(start);

const cases = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 4 }).chain((shape) =>
  fc.record({
    shape: fc.constant(shape),
    axes: fc.subarray(
      shape.map((_, axis) => axis),
      { minLength: 1 },
    ),
    keepDims: fc.boolean(),
    seed: fc.nat(1e6),
  }),
);

describe.each([
  ['sum', sum],
  ['mean', mean],
  ['max', max],
] as const)('%s over any axes', (_, reduce) => {
  it("and its gradient equal the cpu backend's, ties included", () => {
    fc.assert(
      fc.property(cases, ({ shape, axes, keepDims, seed }) => {
        const weighted = (x: Tensor) => {
          const y: Tensor = reduce(x, axes, keepDims);
          return sum(mul(y, values(y.shape, seed + 1)));
        };
        expect(
          difference(() => [reduce(tied(shape, seed), axes, keepDims) as Tensor, grad(weighted)(tied(shape, seed))]),
        ).toBeLessThan(1e-5);
      }),
      { numRuns: 60 },
    );
  });
});

describe('global max pooling', () => {
  it('shows NaN in its channel, as the cpu backend does', () => {
    expect(difference(() => max(tensor([1, NaN, 3, 4, 5, -Infinity, 7, 8, 9, 0], [1, 2, 5]), 1))).toBe(0);
  });
});

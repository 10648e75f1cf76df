import { mean, sum, tensor, type Tensor } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { difference, differenceToLargest, on, start, values } from './on-both';

beforeAll(start);

const cases = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }).chain((shape) =>
  fc.record({
    shape: fc.constant(shape),
    axes: fc.subarray(shape.map((_, axis) => axis)),
    keepDims: fc.boolean(),
    seed: fc.nat(1e6),
  }),
);

describe('sums and means', () => {
  it("equal the cpu backend's over any axes", () => {
    fc.assert(
      fc.property(cases, ({ shape, axes, keepDims, seed }) => {
        expect(
          difference(() => [sum(values(shape, seed), axes, keepDims), mean(values(shape, seed), axes, keepDims)]),
        ).toBeLessThan(1e-5);
      }),
      { numRuns: 100 },
    );
  });

  it("keep their digits over a bias' many pixels", () => {
    expect(differenceToLargest(() => [sum(values([2, 150, 150, 16], 3), [0, 1, 2])])).toBeLessThan(1e-6);
    expect(differenceToLargest(() => [mean(values([3, 50, 50, 5], 3), [1, 2])])).toBeLessThan(1e-6);
  });

  it('leave whole numbers to tfjs', () => {
    expect(difference(() => sum(tensor([1, 2, 3, 4], [2, 2], 'int32'), 0))).toBe(0);
    expect(difference(() => sum(tensor([true, false, true, true], [2, 2], 'bool'), 0))).toBe(0);
  });

  it('show NaN and infinity, and are 0 over nothing', () => {
    const odd = () => tensor([1, NaN, Infinity, 2, 1, -Infinity, 3, 1, Infinity], [3, 3]);
    expect(difference(() => [sum(odd(), 0), sum(odd(), 1), mean(odd())])).toBe(0);
    expect(on('wasm', (): Tensor => sum(values([0, 3], 1), 0))[0]).toEqual([0, 0, 0]);
  });
});

import '@tensorflow/tfjs-layers';
import { gather, grad, mul, sum, tensor1d, unsortedSegmentSum } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { difference, start, values } from './on-both';

beforeAll(start);

describe('sums by segment', () => {
  it("equal the cpu backend's; ids outside are left out", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -1, max: 5 }), { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 1, max: 6 }),
        fc.nat(1e6),
        (ids, inner, seed) => {
          expect(
            difference(() => unsortedSegmentSum(values([ids.length, inner], seed), tensor1d(ids, 'int32'), 5)),
          ).toBeLessThan(1e-5);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('give gather its gradient', () => {
    const gradient = () =>
      grad((x) => sum(mul(gather(x, tensor1d([2, 0, 2], 'int32')), values([3, 4], 2))))(values([5, 4], 1));
    expect(difference(gradient)).toBeLessThan(1e-5);
  });
});

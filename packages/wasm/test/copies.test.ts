import '@tensorflow/tfjs-layers';
import { cast, concat, grads, mul, reverse, slice, split, sum, tensor, type Tensor } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { difference, on, start, values } from './on-both';

beforeAll(start);

const cases = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 5 }).chain((shape) =>
  fc.record({
    shape: fc.constant(shape),
    axis: fc.nat(shape.length - 1),
    others: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 3 }),
    ends: fc.tuple(...shape.map((size) => fc.tuple(fc.nat(size - 1), fc.nat(size - 1)))),
    seed: fc.nat(1e6),
  }),
);

describe('copies of parts', () => {
  it('concat and split as the cpu backend does, and so do their gradients', () => {
    fc.assert(
      fc.property(cases, ({ shape, axis, others, seed }) => {
        const parts = () =>
          [...others, shape[axis]!].map((size, i) =>
            values(
              shape.map((whole, a) => (a === axis ? size : whole)),
              seed + i,
            ),
          );
        expect(difference(() => split(concat(parts(), axis), [...others, shape[axis]!], axis))).toBe(0);
        const weighted = (...tensors: Tensor[]) => {
          const y = concat(tensors, axis);
          return sum(mul(y, values(y.shape, seed + 9)));
        };
        if (others.every((size) => size > 0)) expect(difference(() => grads(weighted)(parts()))).toBeLessThan(1e-6);
      }),
      { numRuns: 60 },
    );
  });

  it('slice as the cpu backend does', () => {
    fc.assert(
      fc.property(cases, ({ shape, ends, seed }) => {
        const begin = ends.map(([a, b]) => Math.min(a, b));
        const size = ends.map(([a, b]) => Math.abs(a - b) + 1);
        expect(difference(() => slice(values(shape, seed), begin, size))).toBe(0);
      }),
      { numRuns: 100 },
    );
  });

  it('cast whole numbers to the nearest float', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), { minLength: 1, maxLength: 30 }),
        (list) => {
          expect(on('wasm', () => cast(tensor(list, [list.length], 'int32'), 'float32'))[0]).toEqual(
            list.map(Math.fround),
          );
        },
      ),
      { numRuns: 30 },
    );
    expect(difference(() => [cast(tensor([true, false]), 'float32'), cast(tensor([1.7, -1.7]), 'int32')])).toBe(0);
  });

  it('take whole numbers, and leave other types to tfjs', () => {
    const whole = () => tensor([1, 2, 3, 4, 5, 6], [2, 3], 'int32');
    expect(difference(() => [slice(whole(), [0, 1], [2, 2]), concat([whole(), whole()], 1)])).toBe(0);
    expect(on('wasm', () => slice(tensor([true, false, true, true], [2, 2], 'bool'), [0, 1], [2, 1]))[0]).toEqual([
      0, 1,
    ]);
    expect(difference(() => reverse(whole(), 1))).toBe(0);
  });
});

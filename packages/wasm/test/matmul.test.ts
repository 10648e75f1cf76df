import type { Tensor } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { difference, kernel, on, start, values } from './on-both';

beforeAll(start);

const size = fc.integer({ min: 1, max: 75 });
const cases = fc.record({
  rows: size,
  inner: size,
  columns: size,
  transposeA: fc.boolean(),
  transposeB: fc.boolean(),
  seed: fc.nat(1e6),
  batch: fc.constantFrom([], [1], [3]),
});

const turned = (shape: number[], turn: boolean) => (turn ? [...shape].reverse() : shape);

describe('matrix products', () => {
  it("equal the cpu backend's for any sizes and transposes", () => {
    fc.assert(
      fc.property(cases, ({ rows, inner, columns, transposeA, transposeB, seed, batch }) => {
        const a = [...batch, ...turned([rows, inner], transposeA)];
        const b = [...batch, ...turned([inner, columns], transposeB)];
        const run = () =>
          kernel(
            'BatchMatMul',
            {
              a: values(batch.length === 0 ? [1, ...a] : a, seed),
              b: values(batch.length === 0 ? [1, ...b] : b, seed + 1),
            },
            { transposeA, transposeB },
          );
        expect(difference(run)).toBeLessThan(1e-5);
      }),
      { numRuns: 80 },
    );
  });

  it('add a bias and an activation as dense layers ask for', () => {
    fc.assert(
      fc.property(
        cases,
        fc.constantFrom('linear', 'relu', 'sigmoid', 'elu'),
        ({ rows, inner, columns, seed }, activation) => {
          const inputs = () => ({
            a: values([1, rows, inner], seed),
            b: values([1, inner, columns], seed + 1),
            bias: values([columns], seed + 2),
          });
          expect(
            difference(() => kernel('_FusedMatMul', inputs(), { transposeA: false, transposeB: false, activation })),
          ).toBeLessThan(1e-5);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('broadcast batches', () => {
    const run = () =>
      kernel(
        'BatchMatMul',
        { a: values([1, 3, 4], 1), b: values([2, 4, 5], 2) },
        { transposeA: false, transposeB: false },
      );
    expect(difference(run)).toBeLessThan(1e-5);
  });

  it('are zero over nothing and empty for no rows', () => {
    const attrs = { transposeA: false, transposeB: false };
    expect(
      on('wasm', () => kernel('BatchMatMul', { a: values([1, 2, 0], 1), b: values([1, 0, 3], 1) }, attrs))[0],
    ).toEqual([0, 0, 0, 0, 0, 0]);
    expect(
      on('wasm', () => kernel('BatchMatMul', { a: values([1, 0, 4], 1), b: values([1, 4, 3], 1) }, attrs))[0],
    ).toEqual([]);
  });

  it('carry infinities and NaN as the cpu backend does', () => {
    const odd = () =>
      kernel(
        'BatchMatMul',
        {
          a: values([1, 3, 8], 1),
          b: kernel<Tensor>('Reciprocal', { x: kernel<Tensor>('Round', { x: values([1, 8, 9], 2) }) }),
        },
        { transposeA: false, transposeB: false },
      );
    expect(difference(odd)).toBeLessThan(1e-5);
  });
});

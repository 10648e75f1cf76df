import '@tensorflow/tfjs-layers';
import { grad, sum, tensor1d, ones, type Tensor } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { kernel, on, start, values } from './on-both';

beforeAll(start);

const run = (x: Tensor, rate: number, seed: number, step: number) =>
  kernel<Tensor>('PolyheadDropout', { x }, { rate, seed, step });
const attrs = fc.record({
  rate: fc.double({ min: 0, max: 0.95, noNaN: true }),
  seed: fc.nat(),
  step: fc.nat(1e6),
  size: fc.integer({ min: 1, max: 99 }),
});

// The contract of packages/wasm/README.md, one element at a time.
function mix(value: number): number {
  let h = value >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x21f0aaad);
  h = Math.imul(h ^ (h >>> 15), 0xd35a2d97);
  return (h ^ (h >>> 15)) >>> 0;
}
function keeps(i: number, rate: number, seed: number, step: number): boolean {
  const k1 = mix(seed ^ mix(step + 0x9e3779b9));
  const k2 = mix(k1 + 0x9e3779b9);
  let h = i ^ k1;
  h = Math.imul(h ^ (h >>> 16), 0x21f0aaad) ^ k2;
  h = Math.imul(h ^ (h >>> 15), 0xd35a2d97);
  return (h ^ (h >>> 15)) >>> 0 >= Math.floor(rate * 2 ** 32);
}

describe('dropout', () => {
  it('keeps exactly the elements that the published hash keeps, and scales them', () => {
    fc.assert(
      fc.property(attrs, ({ rate, seed, step, size }) => {
        const x = Array.from(values([size], seed).dataSync());
        const [y] = on('wasm', () => run(tensor1d(x), rate, seed, step));
        y!.forEach((value, i) => {
          expect(value).toBeCloseTo(keeps(i, rate, seed, step) ? x[i]! * Math.fround(1 / (1 - rate)) : 0, 5);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('gives the gradient the same mask', () => {
    const [y] = on('wasm', () => run(ones([50, 41]), 0.4, 3, 17));
    const [dx] = on('wasm', () => grad((x) => sum(run(x, 0.4, 3, 17)))(ones([50, 41])));
    expect(dx).toEqual(y);
  });

  it('drops the asked share, again at every step and for every seed', () => {
    const kept = (seed: number, step: number) =>
      on('wasm', () => run(ones([100_000]), 0.25, seed, step))[0]!.map((v) => v > 0);
    const masks = [kept(1, 0), kept(1, 1), kept(2, 0)];
    masks.forEach((mask) => {
      expect(mask.filter(Boolean).length / 1e5).toBeCloseTo(0.75, 2);
    });
    const both = masks[0]!.filter((keep, i) => keep && masks[1]![i]).length;
    expect(both / 1e5).toBeCloseTo(0.75 ** 2, 2);
    expect(masks[0]!.filter((keep, i) => keep && masks[2]![i]).length / 1e5).toBeCloseTo(0.75 ** 2, 2);
  });

  it('drops what is no number as it drops numbers', () => {
    const [y] = on('wasm', () => run(tensor1d(new Array(64).fill(NaN)), 0.5, 1, 1));
    expect(y!.map((v) => (Number.isNaN(v) ? 1 : v))).toEqual(
      Array.from({ length: 64 }, (_, i) => Number(keeps(i, 0.5, 1, 1))),
    );
  });
});

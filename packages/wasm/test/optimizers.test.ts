import { clone, dispose, memory, setBackend, tidy, type Tensor } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { distance, kernel, on, start, values } from './on-both';

beforeAll(start);

const cases = fc.record({
  size: fc.integer({ min: 1, max: 37 }),
  seed: fc.nat(1e6),
  decay: fc.constantFrom(0, 0.01),
  gradientScale: fc.constantFrom(1, 0.5),
});
const list = (size: number, seed: number) => Array.from(values([size], seed).dataSync());

describe('optimizer updates', () => {
  it('Adam follows its rule', () => {
    const attrs = { beta1: 0.9, beta2: 0.99, epsilon: 1e-7, stepSize: 0.02, secondScale: 1.5 };
    fc.assert(
      fc.property(cases, ({ size, seed, decay, gradientScale }) => {
        const [w, g, m, v] = [
          list(size, seed),
          list(size, seed + 1).map((x) => x * gradientScale),
          list(size, seed + 2),
          list(size, seed + 3).map(Math.abs),
        ] as [number[], number[], number[], number[]];
        const newM = m.map((x, i) => 0.9 * x + 0.1 * g[i]!);
        const newV = v.map((x, i) => 0.99 * x + 0.01 * g[i]! ** 2);
        const expected = w.map((x, i) => x * (1 - decay) - (0.02 * newM[i]!) / (Math.sqrt(newV[i]!) * 1.5 + 1e-7));
        const actual = on('wasm', () =>
          kernel<Tensor[]>(
            'PolyheadAdam',
            {
              weight: values([size], seed),
              gradient: values([size], seed + 1),
              m: values([size], seed + 2),
              v: kernel<Tensor>('Abs', { x: values([size], seed + 3) }),
            },
            { ...attrs, decay, gradientScale },
          ),
        );
        [expected, newM, newV].forEach((wanted, i) => {
          expect(distance(wanted, actual[i]!)).toBeLessThan(1e-5);
        });
      }),
      { numRuns: 40 },
    );
  });

  it('momentum and plain descent follow theirs', () => {
    fc.assert(
      fc.property(cases, ({ size, seed, decay, gradientScale }) => {
        const [w, g, a] = [
          list(size, seed),
          list(size, seed + 1).map((x) => x * gradientScale),
          list(size, seed + 2),
        ] as [number[], number[], number[]];
        const newA = a.map((x, i) => 0.9 * x + 2 * g[i]!);
        const tensors = () => ({ weight: values([size], seed), gradient: values([size], seed + 1) });
        const moved = on('wasm', () =>
          kernel<Tensor[]>(
            'PolyheadMomentum',
            { ...tensors(), accumulator: values([size], seed + 2) },
            { momentum: 0.9, intake: 2, accumulatorStep: -0.1, gradientStep: -0.3, decay, gradientScale },
          ),
        );
        expect(
          distance(
            w.map((x, i) => x * (1 - decay) - 0.1 * newA[i]! - 0.3 * g[i]!),
            moved[0]!,
          ),
        ).toBeLessThan(1e-5);
        expect(distance(newA, moved[1]!)).toBeLessThan(1e-5);
        const [plain] = on('wasm', () => kernel('PolyheadSgd', tensors(), { learningRate: 0.2, decay, gradientScale }));
        expect(
          distance(
            w.map((x, i) => x * (1 - decay) - 0.2 * g[i]!),
            plain!,
          ),
        ).toBeLessThan(1e-5);
      }),
      { numRuns: 40 },
    );
  });

  it('update state where it lies, but never a clone of it', () => {
    setBackend('wasm');
    const [m, v] = [values([9], 1), kernel<Tensor>('Abs', { x: values([9], 2) })] as [Tensor, Tensor];
    const before = Array.from(m.dataSync());
    const kept = clone(m);
    const step = (from: Tensor[]) =>
      tidy(() =>
        kernel<Tensor[]>(
          'PolyheadAdam',
          { weight: values([9], 3), gradient: values([9], 4), m: from[0]!, v: from[1]! },
          { beta1: 0.9, beta2: 0.99, epsilon: 1e-7, stepSize: 0.1, secondScale: 1 },
        ),
      );
    const first = step([m, v]);
    expect(Array.from(kept.dataSync())).toEqual(before);
    dispose([m, v, kept]);
    const buffers = memory().numDataBuffers;
    const second = step(first.slice(1));
    expect(memory().numDataBuffers).toBe(buffers + 1);
    expect(Array.from(second[1]!.dataSync())).toEqual(Array.from(first[1]!.dataSync()));
  });
});

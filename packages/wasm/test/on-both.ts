import '@tensorflow/tfjs-backend-cpu';
import { engine, env, mul, round, setBackend, tensor, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { useWasm } from '@polyhead/wasm';
import fc from 'fast-check';

env().set('PROD', true); // the cpu backend greets on the console otherwise

/** Values of everything that `run` returns, on one backend. */
export function on(backend: 'cpu' | 'wasm', run: () => Tensor | Tensor[]): number[][] {
  setBackend(backend);
  return tidy(() => {
    const result = run();
    return (Array.isArray(result) ? result : [result]).map((t) => Array.from(t.dataSync()));
  });
}

/** Largest difference between the backends, relative to max(1, |cpu|); NaN and infinities must be the same. */
export function difference(run: () => Tensor | Tensor[]): number {
  const wasm = on('wasm', run);
  return on('cpu', run).reduce((worst, values, i) => Math.max(worst, distance(values, wasm[i] ?? [])), 0);
}

/**
 * The same, relative to the largest value: for long sums, whose rounding grows with what was added, not with what came
 * out.
 */
export function differenceToLargest(run: () => Tensor | Tensor[]): number {
  const [wasm, cpu] = [on('wasm', run).flat(), on('cpu', run).flat()];
  const largest = cpu.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return cpu.reduce((worst, value, i) => Math.max(worst, Math.abs(value - wasm[i]!)), 0) / largest;
}

/** Largest difference of two lists, relative to max(1, |expected|); infinite where one of two is not finite. */
export function distance(expected: readonly number[], actual: readonly number[]): number {
  if (expected.length !== actual.length) return Infinity;
  return expected.reduce((worst, e, i) => {
    const a = actual[i]!;
    if (Object.is(e, a) || e === a) return worst;
    const gap = Math.abs(e - a) / Math.max(1, Math.abs(e));
    return Math.max(worst, Number.isNaN(gap) ? Infinity : gap);
  }, 0);
}

/** Runs a kernel by its name, as gradients do. */
export function kernel<T extends Tensor | Tensor[]>(
  name: string,
  inputs: Record<string, Tensor>,
  attrs: object = {},
): T {
  return engine().runKernel(name, inputs, attrs as Record<string, never>) as unknown as T;
}

/** Numbers of a shape, the same for a seed, in [-1, 1]. */
export function values(shape: readonly number[], seed: number): Tensor {
  let state = (seed * 2654435761 + 12345) >>> 0;
  const next = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 31 - 1;
  return tensor(Float32Array.from({ length: shape.reduce((product, size) => product * size, 1) }, next), [...shape]);
}

/** Small whole numbers of a shape: many ties. */
export function tied(shape: readonly number[], seed: number): Tensor {
  return tidy(() => round(mul(values(shape, seed), 2)));
}

/** tfjs' tensors of a window operation. */
export const windows = fc.record({
  seed: fc.nat(1e6),
  batch: fc.integer({ min: 1, max: 3 }),
  height: fc.integer({ min: 4, max: 13 }),
  width: fc.integer({ min: 4, max: 13 }),
  inChannels: fc.integer({ min: 1, max: 9 }),
  outChannels: fc.integer({ min: 1, max: 17 }),
  filter: fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })),
  strides: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
  pad: fc.oneof(
    fc.constantFrom('same', 'valid', 0, 1, 2),
    fc.tuple(fc.nat(2), fc.nat(2), fc.nat(2), fc.nat(2)).map(([top, bottom, left, right]) => [
      [0, 0],
      [top, bottom],
      [left, right],
      [0, 0],
    ]),
  ) as fc.Arbitrary<'same' | 'valid' | number>,
});

/** One of `windows`. */
export type WindowCase = typeof windows extends fc.Arbitrary<infer T> ? T : never;

/** Starts the wasm backend with the kernels. */
export const start = async (): Promise<void> => {
  await useWasm();
};

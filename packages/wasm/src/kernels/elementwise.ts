import type { TensorInfo } from '@tensorflow/tfjs-core';
import { getRuntime, type Runtime } from '../engine/runtime';
import { dropoutKeys } from './dropout-keys';
import { identity } from './identity';
import { input, type KernelArguments, type WasmKernel } from './kernel-arguments';

const BLOCK = 16384;

/** Number of elements, and of the items into which assembly/elementwise.ts cuts them. */
export function asVector({ shape }: TensorInfo): { size: number; items: number } {
  const size = shape.reduce((product, length) => product * length, 1);
  return { size, items: Math.ceil(size / BLOCK) };
}

/**
 * PolyheadDropout: y = x / (1 - rate) where a hash of (seed, step, element) keeps it, else 0. The gradient is the same
 * kernel on dy.
 */
export const dropout: WasmKernel = {
  name: 'PolyheadDropout',
  compute(args) {
    const { rate, seed, step } = args.attrs as { rate: number; seed: number; step: number };
    const runtime = getRuntime(args.backend);
    const x = input(args, 'x');
    const y = runtime.output(x.shape);
    const { size, items } = asVector(x);
    const threshold = Math.min(Math.floor(rate * 2 ** 32), 2 ** 32 - 1);
    runtime.run(
      'dropout',
      { x: runtime.address(x), y: runtime.address(y), size, ...dropoutKeys(seed, step), threshold },
      items,
      size,
      { scale: 1 / (1 - rate) },
    );
    return y;
  },
};

/**
 * Cast of int32 (pixels, as a rule) to float32, and of a type to itself, which copies nothing: tfjs casts so in the
 * gradient of every clone. Other types go to tfjs' own kernel.
 */
export const cast: WasmKernel = {
  name: 'Cast',
  compute(args, stock) {
    const x = input(args, 'x');
    if (x.dtype === args.attrs.dtype) return identity.compute(args, stock);
    if (x.dtype !== 'int32' || args.attrs.dtype !== 'float32') return stock(args);
    const runtime = getRuntime(args.backend);
    const y = runtime.output(x.shape);
    const { size, items } = asVector(x);
    runtime.run('toFloat', { x: runtime.address(x), y: runtime.address(y), size }, items, size);
    return y;
  },
};

/** LeakyRelu. */
export const leakyRelu: WasmKernel = {
  name: 'LeakyRelu',
  compute(args, stock) {
    const x = input(args, 'x');
    if (x.dtype !== 'float32') return stock(args);
    const runtime = getRuntime(args.backend);
    const y = runtime.output(x.shape);
    const { size, items } = asVector(x);
    runtime.run('leaky', { x: runtime.address(x), y: runtime.address(y), size }, items, size, {
      alpha: args.attrs.alpha as number,
    });
    return y;
  },
};

/** PolyheadReluGrad: dx = dy where x > 0, else 0; not a number where x is none. */
export const reluGrad = slopeKernel('PolyheadReluGrad', () => ({ below: 0, cap: Infinity, poison: 1 }));

/** PolyheadRelu6Grad: dx = dy where 0 < x <= 6, else 0. */
export const relu6Grad = slopeKernel('PolyheadRelu6Grad', () => ({ below: 0, cap: 6, poison: 1 }));

/** PolyheadLeakyReluGrad: dx = dy where x > 0, else alpha * dy. */
export const leakyReluGrad = slopeKernel('PolyheadLeakyReluGrad', ({ attrs }) => ({
  below: attrs.alpha as number,
  cap: Infinity,
  poison: 0,
}));

function slopeKernel(
  name: string,
  slopes: (args: KernelArguments) => { below: number; cap: number; poison: number },
): WasmKernel {
  return {
    name,
    compute(args) {
      const runtime = getRuntime(args.backend);
      const { below, cap, poison } = slopes(args);
      return reluGradient(runtime, input(args, 'dy'), input(args, 'x'), { below, cap, poison });
    },
  };
}

function reluGradient(
  runtime: Runtime,
  dy: TensorInfo,
  x: TensorInfo,
  { below, cap, poison }: { below: number; cap: number; poison: number },
): TensorInfo {
  const dx = runtime.output(x.shape);
  const { size, items } = asVector(x);
  runtime.run(
    'slope',
    { x: runtime.address(x), dy: runtime.address(dy), dx: runtime.address(dx), size, poison },
    items,
    size,
    { below, cap },
  );
  return dx;
}

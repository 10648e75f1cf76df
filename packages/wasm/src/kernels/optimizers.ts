import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { getRuntime, type Runtime } from '../engine/runtime';
import { asVector } from './elementwise';
import { input, type KernelArguments, type WasmKernel } from './kernel-arguments';

interface AdamAttributes {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly stepSize: number;
  readonly secondScale: number;
  readonly decay?: number;
  readonly gradientScale?: number;
}

/**
 * PolyheadAdam: weight, gradient, m, v -> weight', m', v'; m' and v' take over the memory of m and v where nobody else
 * holds it.
 */
export const adam: WasmKernel = {
  name: 'PolyheadAdam',
  compute(args) {
    const {
      beta1,
      beta2,
      epsilon,
      stepSize,
      secondScale,
      decay = 0,
      gradientScale = 1,
    } = args.attrs as unknown as AdamAttributes;
    const runtime = getRuntime(args.backend);
    const [weight, gradient, m, v] = [
      input(args, 'weight'),
      input(args, 'gradient'),
      input(args, 'm'),
      input(args, 'v'),
    ];
    const [to, newM, newV] = [
      runtime.output(weight.shape),
      copyOrReuse(args, runtime, m),
      copyOrReuse(args, runtime, v),
    ];
    const { size, items } = asVector(weight);
    runtime.run('adam', { ...addresses(runtime, { weight, gradient, m, v, to, newM, newV }), size }, items, 4 * size, {
      beta1,
      rest1: 1 - beta1,
      beta2,
      rest2: 1 - beta2,
      epsilon,
      stepSize,
      secondScale,
      kept: 1 - decay,
      gradientScale,
    });
    return [to, newM, newV];
  },
};

interface MomentumAttributes {
  readonly momentum: number;
  readonly intake: number;
  readonly accumulatorStep: number;
  readonly gradientStep: number;
  readonly decay?: number;
  readonly gradientScale?: number;
}

/** PolyheadMomentum: weight, gradient, accumulator -> weight', accumulator'. */
export const momentum: WasmKernel = {
  name: 'PolyheadMomentum',
  compute(args) {
    const {
      decay = 0,
      gradientScale = 1,
      momentum: rate,
      intake,
      accumulatorStep,
      gradientStep,
    } = args.attrs as unknown as MomentumAttributes;
    const runtime = getRuntime(args.backend);
    const [weight, gradient, accumulator] = [
      input(args, 'weight'),
      input(args, 'gradient'),
      input(args, 'accumulator'),
    ];
    const [to, newAccumulator] = [runtime.output(weight.shape), copyOrReuse(args, runtime, accumulator)];
    const { size, items } = asVector(weight);
    runtime.run(
      'momentum',
      { ...addresses(runtime, { weight, gradient, accumulator, to, newAccumulator }), size },
      items,
      4 * size,
      { momentum: rate, intake, accumulatorStep, gradientStep, kept: 1 - decay, gradientScale },
    );
    return [to, newAccumulator];
  },
};

/** PolyheadSgd: weight, gradient -> weight' = weight (1 - decay) - learningRate * gradientScale * gradient. */
export const sgd: WasmKernel = {
  name: 'PolyheadSgd',
  compute(args) {
    const {
      learningRate,
      decay = 0,
      gradientScale = 1,
    } = args.attrs as { learningRate: number; decay?: number; gradientScale?: number };
    const runtime = getRuntime(args.backend);
    const [weight, gradient] = [input(args, 'weight'), input(args, 'gradient')];
    const to = runtime.output(weight.shape);
    const { size, items } = asVector(weight);
    const places = {
      weight: runtime.address(weight),
      gradient: runtime.address(gradient),
      accumulator: 0,
      to: runtime.address(to),
      newAccumulator: 0,
    };
    runtime.run('momentum', { ...places, size }, items, 4 * size, {
      momentum: 0,
      intake: 0,
      accumulatorStep: 0,
      gradientStep: -learningRate,
      kept: 1 - decay,
      gradientScale,
    });
    return to;
  },
};

function addresses<Name extends string>(runtime: Runtime, tensors: Record<Name, TensorInfo>): Record<Name, number> {
  return Object.fromEntries(
    Object.entries<TensorInfo>(tensors).map(([name, tensor]) => [name, runtime.address(tensor)]),
  ) as Record<Name, number>;
}

// State is updated where it lies, unless a clone of it shares the memory and must not change.
function copyOrReuse({ backend }: KernelArguments, runtime: Runtime, state: TensorInfo): TensorInfo {
  const wasm = backend as BackendWasm;
  if (wasm.refCount(state.dataId) > 1) return runtime.output(state.shape);
  wasm.incRef(state.dataId);
  return { dataId: state.dataId, shape: state.shape, dtype: state.dtype };
}

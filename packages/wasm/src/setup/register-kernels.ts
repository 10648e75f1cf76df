import { getKernel, registerKernel, unregisterKernel, type KernelConfig, type KernelFunc } from '@tensorflow/tfjs-core';
import { compileKernels } from '../engine/kernel-module';
import { setModule } from '../engine/runtime';
import { registerGradients } from '../gradients/register-gradients';
import { batchNormGrad } from '../kernels/batch-norm-grad';
import { batchNormTraining } from '../kernels/batch-norm-training';
import { conv2d, fusedConv2d, polyheadConv2d } from '../kernels/conv2d';
import { conv2dBackpropFilter } from '../kernels/conv2d-backprop-filter';
import { conv2dBackpropInput } from '../kernels/conv2d-backprop-input';
import { concat, slice, splitV } from '../kernels/copies';
import { depthwiseBackpropFilter, depthwiseBackpropInput } from '../kernels/depthwise';
import { depthwiseConv2d, fusedDepthwiseConv2d } from '../kernels/depthwise-forward';
import { cast, dropout, leakyRelu, leakyReluGrad, relu6Grad, reluGrad } from '../kernels/elementwise';
import { fusedBatchNorm } from '../kernels/fused-batch-norm';
import { reluBatchNormPool, reluBatchNormPoolGrad, reluBatchNormPoolInference } from '../kernels/fused-block';
import { identity } from '../kernels/identity';
import type { KernelArguments, WasmKernel } from '../kernels/kernel-arguments';
import { batchMatMul, fusedMatMul } from '../kernels/matmul';
import { adam, momentum, sgd } from '../kernels/optimizers';
import { avgPoolGrad, maxPoolGrad } from '../kernels/pooling';
import { max, maxGrad, mean, broadcastTo, sum } from '../kernels/reductions';
import { unsortedSegmentSum } from '../kernels/unsorted-segment-sum';
import { PolyheadError } from '@polyhead/core';

const KERNELS: readonly WasmKernel[] = [
  adam,
  avgPoolGrad,
  batchMatMul,
  batchNormGrad,
  batchNormTraining,
  cast,
  concat,
  conv2d,
  conv2dBackpropFilter,
  conv2dBackpropInput,
  depthwiseBackpropFilter,
  depthwiseBackpropInput,
  depthwiseConv2d,
  dropout,
  fusedBatchNorm,
  fusedConv2d,
  fusedDepthwiseConv2d,
  fusedMatMul,
  identity,
  leakyRelu,
  leakyReluGrad,
  max,
  maxGrad,
  maxPoolGrad,
  mean,
  momentum,
  polyheadConv2d,
  relu6Grad,
  reluBatchNormPool,
  reluBatchNormPoolGrad,
  reluBatchNormPoolInference,
  reluGrad,
  sgd,
  slice,
  splitV,
  broadcastTo,
  sum,
  unsortedSegmentSum,
];

const stockKernels = new Map<string, KernelConfig | undefined>();

/** Options of `registerKernels`. */
export interface RegisterKernelsOptions {
  /**
   * Whether to use fused multiply-add (relaxed SIMD) where this JavaScript engine has it: 15 to 20% faster, but the
   * last bits of results then depend on the CPU.
   * Default: true.
   */
  readonly relaxedSimd?: boolean;
}

/**
 * Registers the training kernels for tfjs' wasm backend, which replace tfjs' kernels of the same names, and their
 * gradients. It needs no backend yet; `useWasm` calls it.
 *
 * @param options - Relaxed SIMD. Default: used if this JavaScript engine has it.
 * @returns A promise that resolves once the kernels are compiled and registered.
 * @throws {PolyheadError} `ENGINE_UNAVAILABLE` if WebAssembly has no SIMD.
 *
 * @example
 * ```ts
 * import { registerKernels } from '@polyhead/wasm';
 * await registerKernels();
 * ```
 */
export async function registerKernels({ relaxedSimd = true }: RegisterKernelsOptions = {}): Promise<void> {
  setModule(await compileKernels({ shared: false, relaxedSimd }), false);
  KERNELS.forEach(register);
  registerGradients();
}

function register({ name, compute }: WasmKernel): void {
  const current = getKernel(name, 'wasm') as KernelConfig | undefined;
  if (!stockKernels.has(name)) stockKernels.set(name, current);
  if (current !== undefined) unregisterKernel(name, 'wasm');
  const stock = stockKernels.get(name);
  const runStock = (args: KernelArguments): ReturnType<WasmKernel['compute']> => {
    if (stock === undefined)
      throw new PolyheadError('ENGINE_FAILED', `${name}: tfjs' wasm backend has no such kernel to fall back to.`);
    return (stock.kernelFunc as unknown as typeof runStock)(args);
  };
  registerKernel({
    ...stock,
    kernelName: name,
    backendName: 'wasm',
    kernelFunc: ((args: KernelArguments) => compute(args, runStock)) as unknown as KernelFunc,
  });
}

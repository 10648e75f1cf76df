import { registerKernel, unregisterKernel, type KernelFunc } from '@tensorflow/tfjs-core';
import { getKernel } from '@tensorflow/tfjs-core';
import { compileKernels } from './engine/kernel-module';
import { useModule } from './engine/runtime';
import { conv2dBackpropFilter } from './kernels/conv2d-backprop-filter';
import { conv2dBackpropInput } from './kernels/conv2d-backprop-input';
import type { WasmKernel } from './kernels/kernel-arguments';
import { maxPoolGrad } from './kernels/max-pool-grad';

const KERNELS: readonly WasmKernel[] = [conv2dBackpropFilter, conv2dBackpropInput, maxPoolGrad];

/**
 * Registers the training kernels for tfjs' wasm backend, replacing tfjs' own of the same names. Needs no backend yet; `useWasm` calls it.
 * Throws where WebAssembly has no SIMD.
 *
 * @example
 * ```ts
 * import { registerKernels } from '@polyhead/wasm';
 * await registerKernels();
 * ```
 */
export async function registerKernels(): Promise<void> {
  useModule(await compileKernels());
  for (const { name, compute } of KERNELS) {
    if (getKernel(name, 'wasm') !== undefined) unregisterKernel(name, 'wasm');
    registerKernel({ kernelName: name, backendName: 'wasm', kernelFunc: compute as unknown as KernelFunc });
  }
}

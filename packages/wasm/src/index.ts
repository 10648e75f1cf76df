/**
 * {@include ../README.md}
 *
 * @module @polyhead/wasm
 */
export { customKernelNames } from './kernels/custom-kernel-names';
export type {
  AdamKernel,
  BatchNormKernel,
  Conv2DKernel,
  CustomKernels,
  DropoutKernel,
  MomentumKernel,
  ReluBatchNormPoolKernel,
  SgdKernel,
  UpdateKernel,
} from './kernels/custom-kernels';
export { registerKernels, type RegisterKernelsOptions } from './setup/register-kernels';
export { useWasm, type UseWasmOptions, type WasmEngine } from './setup/use-wasm';

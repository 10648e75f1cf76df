/**
 * {@include ../README.md}
 *
 * @module @polyhead/wasm
 */
export { customKernelNames } from './custom-kernel-names';
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
} from './custom-kernels';
export { registerKernels, type RegisterKernelsOptions } from './register-kernels';
export { useWasm, type UseWasmOptions, type WasmEngine } from './use-wasm';

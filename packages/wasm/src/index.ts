export { registerKernels, type RegisterKernelsOptions } from './register-kernels';
export { useWasm, type UseWasmOptions, type WasmEngine } from './use-wasm';

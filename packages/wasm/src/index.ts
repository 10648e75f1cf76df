export { registerKernels } from './register-kernels';
export { useWasm, type UseWasmOptions } from './use-wasm';

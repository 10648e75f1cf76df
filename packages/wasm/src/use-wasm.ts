import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { ready, setBackend } from '@tensorflow/tfjs-core';
import { registerKernels } from './register-kernels';

/** Options of `useWasm`. */
export interface UseWasmOptions {
  /**
   * Folder (with a slash at its end) from which tfjs' own .wasm files are fetched; default: beside tfjs' script in browsers, from the installed package in Node.
   */
  readonly wasmPaths?: string;
}

/**
 * Makes tfjs' wasm backend with the training kernels of this package the current backend, in Node and in browsers. Prints nothing. Calling it again is harmless.
 * Throws where WebAssembly has no SIMD or tfjs' .wasm files cannot be fetched.
 *
 * @example
 * ```ts
 * import { useWasm } from '@polyhead/wasm';
 * await useWasm();
 * ```
 */
export async function useWasm({ wasmPaths }: UseWasmOptions = {}): Promise<void> {
  if (wasmPaths !== undefined) setWasmPaths(wasmPaths);
  await registerKernels();
  if (!(await setBackend('wasm'))) {
    throw new Error('useWasm: tfjs\' wasm backend did not start: expected its .wasm files to be found. Pass the folder that serves them, e.g. { wasmPaths: "/wasm/" }.');
  }
  await ready();
}

import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { backend, engine, env, ready, setBackend } from '@tensorflow/tfjs-core';
import { findWasm } from '../engine/find-wasm';
import { canShareMemory, processors } from '../engine/host';
import { compileKernels, hasRelaxedSimd } from '../engine/kernel-module';
import { withNodeGlobals } from '../engine/node-globals';
import { removeEmscriptenHandlers } from '../engine/process-handlers';
import { getHeap } from '../engine/heap';
import { setModule, setThreadPool } from '../engine/runtime';
import { useSharedBackend } from '../engine/shared-backend';
import { startThreadPool } from '../engine/thread-pool';
import { registerKernels } from './register-kernels';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { PolyheadError, assertWholeNumber, assertObject } from '@polyhead/core';

/** Options of `useWasm`. */
export interface UseWasmOptions {
  /**
   * Folder (with a slash at its end) of tfjs' own .wasm files. Default: in browsers the folder of tfjs' script; in
   * Node the installed package `@tensorflow/tfjs-backend-wasm`, else the folder of the program or bundle, else the
   * current directory.
   */
  readonly wasmPaths?: string;
  /**
   * Threads, this one included; results are the same for any number. Default: the processors of this machine, at most
   * 8; 1 where threads cannot share memory
   * (browser pages that are not cross-origin isolated).
   */
  readonly threads?: number;
  /**
   * Whether to use fused multiply-add (relaxed SIMD) where this JavaScript engine has it: 15 to 20% faster, but the
   * last bits of results then depend on the CPU.
   * Default: true.
   */
  readonly relaxedSimd?: boolean;
}

/** What `useWasm` has started. */
export interface WasmEngine {
  /** Threads that work, this one included. */
  readonly threads: number;
  /** Whether fused multiply-add is used. */
  readonly relaxedSimd: boolean;
}

const optionNames = { wasmPaths: true, threads: true, relaxedSimd: 'boolean' } satisfies Record<
  keyof UseWasmOptions,
  true | 'boolean'
>;

const MOST_THREADS = 8;

let started: Promise<WasmEngine> | undefined;

/**
 * Makes tfjs' wasm backend with the training kernels of this package the current backend, in Node and in browsers. It
 * prints nothing. The options of the first call apply; later calls only make the backend current again. A wasm backend
 * that the program has started before is kept, with one thread.
 *
 * @param options - Folder of the .wasm files, number of threads, relaxed SIMD. Default: all processors, at most 8.
 * @returns The number of threads and the instructions that the engine uses.
 * @throws {PolyheadError} `ENGINE_UNAVAILABLE` if WebAssembly has no SIMD or the backend does not start, and
 *   `INVALID_ARGUMENT` if an option is wrong or tfjs' .wasm files are not found.
 *
 * @example
 * ```ts
 * import { useWasm } from '@polyhead/wasm';
 * const { threads } = await useWasm();
 * ```
 */
export async function useWasm(options: UseWasmOptions = {}): Promise<WasmEngine> {
  checkOptions(options);
  started ??= withNodeGlobals(() => removeEmscriptenHandlers(() => start(options))).catch((error: unknown) => {
    started = undefined;
    throw error;
  });
  const engine = await started;
  await makeCurrent();
  return engine;
}

async function start({
  wasmPaths,
  threads = Math.min(processors(), MOST_THREADS),
  relaxedSimd = true,
}: UseWasmOptions): Promise<WasmEngine> {
  const isStarted = 'wasm' in engine().registry; // not findBackend, which starts what it does not find
  const folder = isStarted ? wasmPaths : findWasm(wasmPaths);
  if (folder !== undefined) setWasmPaths(folder);
  const shared = threads > 1 && canShareMemory() && !isStarted;
  if (shared) await useSharedBackend(folder);
  // tfjs would take its threaded build on pages that are cross-origin isolated
  else env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  await registerKernels({ relaxedSimd });
  const result = { threads: shared ? threads : 1, relaxedSimd: relaxedSimd && hasRelaxedSimd() };
  await makeCurrent();
  Object.assign(backend(), { settings: result }); // checkpoints keep what the last bits may depend on
  if (!canShareMemory()) return result;
  // a backend that the program has started before may share its memory, too
  const module = await compileKernels({ shared: true, relaxedSimd });
  setModule(module, true);
  if (shared)
    setThreadPool(backend(), await startThreadPool(module, getHeap(backend() as BackendWasm).memory, threads));
  return result;
}

async function makeCurrent(): Promise<void> {
  if (!(await setBackend('wasm'))) {
    throw new PolyheadError(
      'ENGINE_UNAVAILABLE',
      'useWasm: tfjs\' wasm backend did not start: expected its .wasm files to be found. Pass the folder that serves them, e.g. { wasmPaths: "/wasm/" }.',
    );
  }
  await ready();
}

function checkOptions(options: UseWasmOptions): void {
  assertObject('useWasm', options, { optionKeys: optionNames, example: '{ threads: 2 }' });
  const { threads } = options;
  if (threads !== undefined) assertWholeNumber('useWasm', 'threads', threads, 1);
}

import { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { registerBackend, removeBackend } from '@tensorflow/tfjs-core';
import { withSharedMemory } from './binary-format';
import { WASM_FILE } from './find-wasm';
import { readBytes } from './host';

const PRIORITY = 2;

type Module = BackendWasm['wasm'];

/**
 * Puts tfjs' wasm backend with shared memory in the place of the usual one: the same single-threaded build, with one
 * byte of its binary changed. tfjs' own
 * threaded build would start eight workers of which XNNPACK uses none.
 */
export async function useSharedBackend(wasmPaths: string | undefined): Promise<void> {
  const module = await loadModule(wasmPaths);
  removeBackend('wasm');
  registerBackend('wasm', () => new BackendWasm(module), PRIORITY);
}

interface EmscriptenOptions {
  locateFile(path: string, prefix: string): string;
  instantiateWasm(
    imports: WebAssembly.Imports,
    done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
  ): object;
}

async function loadModule(wasmPaths: string | undefined): Promise<Module> {
  const imported = (await import('@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.js')) as unknown;
  const factory = unwrapDefault(imported) as (options: EmscriptenOptions) => Promise<Module>;
  let place = WASM_FILE;
  const module = await new Promise<Module>((resolve, reject) => {
    const started = factory({
      locateFile(path, prefix) {
        if (path.endsWith('.wasm')) place = (wasmPaths ?? prefix) + WASM_FILE;
        return place;
      },
      instantiateWasm(imports, done) {
        readBytes(place)
          .then((bytes) => WebAssembly.instantiate(withSharedMemory(bytes), imports))
          .then(({ instance, module: compiled }) => {
            done(instance, compiled);
          })
          .catch(reject);
        return {};
      },
    });
    started.then(resolve, reject);
  });
  return addBindings(module);
}

// CommonJS seen through one or two layers of interoperation.
function unwrapDefault(imported: unknown): unknown {
  return typeof imported === 'function' ? imported : unwrapDefault((imported as { default: unknown }).default);
}

// The calls that tfjs' own start-up adds.
function addBindings(module: Module): Module {
  const { cwrap } = module as unknown as { cwrap(name: string, result: 'number' | null, inputs: 'number'[]): unknown };
  const call = (name: string, result: 'number' | null, count: number): never =>
    cwrap(name, result, new Array<'number'>(count).fill('number')) as never;
  module.tfjs = {
    init: call('init', null, 0),
    initWithThreadsCount: call('init_with_threads_count', null, 1),
    getThreadsCount: call('get_threads_count', 'number', 0),
    registerTensor: call('register_tensor', null, 3),
    disposeData: call('dispose_data', null, 1),
    dispose: call('dispose', null, 0),
  };
  return module;
}

import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { PolyheadError } from '@polyhead/core';

/** The memory of a backend and how to take parts of it. */
export interface Heap {
  readonly memory: WebAssembly.Memory;
  /** Takes `bytes`; throws when there is no room. */
  malloc(bytes: number): number;
  free(address: number): void;
}

interface Allocator {
  asm?: { memory?: WebAssembly.Memory };
  wasmMemory?: WebAssembly.Memory;
  _malloc(bytes: number): number;
  _free(address: number): void;
}

const heaps = new WeakMap<object, Heap>();

/**
 * The memory of a tfjs backend: the single-threaded build exports it (the name survives minification), the threaded one
 * takes it from outside.
 */
export function getHeap(backend: BackendWasm): Heap {
  const wasm = backend.wasm as unknown as Allocator;
  let heap = heaps.get(wasm);
  if (heap === undefined) {
    const memory = wasm.wasmMemory ?? wasm.asm?.memory;
    if (memory === undefined)
      throw new PolyheadError(
        'ENGINE_UNAVAILABLE',
        "useWasm: tfjs' wasm backend does not show its memory. Expected @tensorflow/tfjs-backend-wasm 4.22.",
      );
    heap = {
      memory,
      malloc: checkedMalloc(wasm),
      free: (address) => {
        wasm._free(address);
      },
    };
    heaps.set(wasm, heap);
  }
  return heap;
}

const LIMIT = 2 ** 32 - 2 ** 16;

// tfjs takes address 0, which means "no room", for memory, and sizes of 4 GiB and more wrap around: both would
// overwrite other tensors. So its own calls are checked too.
function checkedMalloc(wasm: Allocator): (bytes: number) => number {
  wasm._free(wasm._malloc(16)); // the first call replaces the function
  const malloc = wasm._malloc.bind(wasm);
  const checked = (bytes: number): number => {
    const address = bytes > LIMIT ? 0 : malloc(bytes) >>> 0;
    if (address === 0) throw outOfMemory(bytes);
    return address;
  };
  wasm._malloc = checked;
  return checked;
}

function outOfMemory(bytes: number): Error {
  return new PolyheadError(
    'OUT_OF_MEMORY',
    `wasm backend: out of memory, no room for ${Math.ceil(bytes / 2 ** 20)} MiB more in its 4096 MiB. ` +
      'Use smaller batches, smaller images, or "microBatchSize" of @polyhead/training\'s train.',
  );
}

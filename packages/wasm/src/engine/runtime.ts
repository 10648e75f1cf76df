import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';
import { getHeap, type Heap } from './heap';
import type { KernelFunction } from './kernel-module';
import type { ThreadPool } from './thread-pool';
import { invalidArgument, PolyheadError } from '@polyhead/core';

/** The kernels of one tfjs backend: they work in the backend's own memory, so that no tensor is ever copied. */
export interface Runtime {
  /**
   * Runs `items` independent items of a kernel. The parameters are written in the order of their keys, whole numbers
   * first. `work` is about how many numbers are
   * read, or products of four taken: for little of it no thread is woken.
   */
  run(
    kernel: string,
    integers: Record<string, number>,
    items: number,
    work: number,
    floats?: Record<string, number>,
  ): void;
  /** Where a tensor's values lie. */
  address(tensor: TensorInfo): number;
  /** A copy of a small tensor's float32 values. */
  read(tensor: TensorInfo): Float32Array;
  /** Overwrites a tensor's float32 values. */
  write(tensor: TensorInfo, values: ArrayLike<number>): void;
  /** A view of `length` float32 numbers: good until the next output or scratch, which may move memory. */
  floats(address: number, length: number): Float32Array;
  /** A view of `length` float64 numbers, as short-lived; `address` divides by 8. */
  doubles(address: number, length: number): Float64Array;
  /** A new tensor in the backend's memory, not filled. */
  output(shape: readonly number[], dtype?: DataType): TensorInfo;
  /** Lends `bytes` (rounded up to 16) of memory to `use` and takes them back. */
  scratch<T>(bytes: number, use: (address: number) => T): T;
  /** How many threads run items at the same time: scratch of a kernel is one share per thread. */
  readonly threads: number;
}

const runtimes = new WeakMap<object, Runtime>();
const modules: { plain?: WebAssembly.Module; shared?: WebAssembly.Module } = {};

/** Gives `runtimeOf` the kernels, compiled for memory that is shared or not. */
export function setModule(module: WebAssembly.Module, shared: boolean): void {
  modules[shared ? 'shared' : 'plain'] = module;
}

/** The runtime of a tfjs wasm backend, made at the first call. */
export function getRuntime(backend: unknown): Runtime {
  const wasmBackend = backend as BackendWasm;
  return runtimes.get(wasmBackend.wasm) ?? createRuntime(wasmBackend, undefined);
}

/** Lets a pool of threads work for the backend from now on. */
export function setThreadPool(backend: unknown, pool: ThreadPool): void {
  createRuntime(backend as BackendWasm, pool);
}

const PARAMETER_BYTES = 512;

/** Waking threads takes as long as this many numbers do. */
const MIN_PARALLEL_WORK = 2 ** 17;

function createRuntime(backend: BackendWasm, pool: ThreadPool | undefined): Runtime {
  const heap = getHeap(backend);
  const module = modules[isShared(heap.memory) ? 'shared' : 'plain'];
  if (module === undefined)
    throw invalidArgument(
      'runtimeOf',
      'expected the kernels to be compiled',
      'a wasm backend without',
      'Call await useWasm() first.',
    );
  const kernels = new WebAssembly.Instance(module, { env: { memory: heap.memory } }).exports as Record<
    string,
    KernelFunction
  >;
  const runtime = runtimeFrom(backend, heap, kernels, pool);
  runtimes.set(backend.wasm, runtime);
  return runtime;
}

// Not by instanceof: the buffer may come from another realm.
function isShared({ buffer }: WebAssembly.Memory): boolean {
  return Object.prototype.toString.call(buffer) === '[object SharedArrayBuffer]';
}

function runtimeFrom(
  backend: BackendWasm,
  heap: Heap,
  kernels: Record<string, KernelFunction>,
  pool: ThreadPool | undefined,
): Runtime {
  const allocate = (bytes: number): number => heap.malloc(Math.ceil((bytes + 16) / 16) * 16);
  const parameters = allocate(PARAMETER_BYTES);
  return {
    threads: pool?.threads ?? 1,
    run(name, integers, items, work, floats = {}) {
      const kernel = kernels[name];
      if (kernel === undefined) throw new PolyheadError('INTERNAL', `run: no kernel is named "${name}".`);
      writeParameters(heap.memory.buffer, parameters, integers, floats);
      if (pool !== undefined && items > 1 && work > MIN_PARALLEL_WORK) pool.run(name, parameters, items);
      else if (items > 0) kernel(parameters, 0, 0, items);
    },
    address: (tensor) => addressOf(backend, tensor),
    read: (tensor) =>
      new Float32Array(
        heap.memory.buffer,
        addressOf(backend, tensor),
        tensor.shape.reduce((product, size) => product * size, 1),
      ).slice(),
    write: (tensor, values) => {
      new Float32Array(heap.memory.buffer, addressOf(backend, tensor), values.length).set(values);
    },
    floats: (address, length) => new Float32Array(heap.memory.buffer, address, length),
    doubles: (address, length) => new Float64Array(heap.memory.buffer, address, length),
    output: (shape, dtype = 'float32') => backend.makeOutput([...shape], dtype),
    scratch(bytes, use) {
      const address = allocate(bytes);
      try {
        return use(address);
      } finally {
        heap.free(address);
      }
    },
  };
}

function addressOf(backend: BackendWasm, tensor: TensorInfo): number {
  return backend.dataIdMap.get(tensor.dataId).memoryOffset;
}

// Views are made again at every call: growing memory detaches old ones.
function writeParameters(
  buffer: ArrayBuffer,
  address: number,
  integers: Record<string, number>,
  floats: Record<string, number>,
): void {
  const whole = Object.values(integers);
  const real = Object.values(floats);
  new Int32Array(buffer, address, whole.length).set(whole);
  new Float32Array(buffer, address + 4 * whole.length, real.length).set(real);
}

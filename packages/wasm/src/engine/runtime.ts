import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';
import { getHeap, type Heap } from './heap';
import type { KernelFunction } from './kernel-module';
import { kernelParameters } from './kernel-parameters';
import type { ThreadPool } from './thread-pool';
import { PolyheadError } from '@polyhead/core';

/** Name of a kernel of assembly/. */
export type KernelName = keyof typeof kernelParameters;

/** Values of the integer parameters of a kernel, addresses included. */
export type IntegerParameters<Name extends KernelName> = Readonly<
  Record<(typeof kernelParameters)[Name]['integers'][number], number>
>;

/** Values of the float parameters of a kernel; no argument if it has none. */
type FloatArguments<Name extends KernelName> = (typeof kernelParameters)[Name]['floats'] extends readonly []
  ? []
  : [floats: Readonly<Record<(typeof kernelParameters)[Name]['floats'][number], number>>];

/** The kernels of one tfjs backend: they work in the memory of the backend, so that no tensor is ever copied. */
export interface Runtime {
  /**
   * Runs `items` independent items of a kernel with parameters by name. `work` is about the number of values read, or
   * of products of four: for little work no thread is woken.
   */
  run<Name extends KernelName>(
    kernel: Name,
    integers: IntegerParameters<Name>,
    items: number,
    work: number,
    ...floats: FloatArguments<Name>
  ): void;
  /** Returns the address of a tensor's values. */
  address(tensor: TensorInfo): number;
  /** Returns a copy of the float32 values of a small tensor. */
  read(tensor: TensorInfo): Float32Array;
  /** Overwrites the float32 values of a tensor. */
  write(tensor: TensorInfo, values: ArrayLike<number>): void;
  /** Returns a view of `length` float32 numbers, valid until the next output or scratch, which may move memory. */
  floats(address: number, length: number): Float32Array;
  /** Returns a view of `length` float64 numbers, valid as long; `address` must be a multiple of 8. */
  doubles(address: number, length: number): Float64Array;
  /** Returns a new tensor in the memory of the backend, not initialized. */
  output(shape: readonly number[], dtype?: DataType): TensorInfo;
  /** Allocates `bytes` (rounded up to 16) of memory for `use`, and frees them. */
  scratch<T>(bytes: number, use: (address: number) => T): T;
  /** Number of threads that run items concurrently: the scratch memory of a kernel has one part per thread. */
  readonly threads: number;
}

const runtimes = new WeakMap<object, Runtime>();
const modules: { plain?: WebAssembly.Module; shared?: WebAssembly.Module } = {};

/** Sets the kernels that runtimes use, compiled for memory that is shared or not. */
export function setModule(module: WebAssembly.Module, shared: boolean): void {
  modules[shared ? 'shared' : 'plain'] = module;
}

/** Returns the runtime of a tfjs wasm backend, which the first call creates. */
export function getRuntime(backend: unknown): Runtime {
  const wasmBackend = backend as BackendWasm;
  return runtimes.get(wasmBackend.wasm) ?? createRuntime(wasmBackend, undefined);
}

/** Makes the kernels of a backend run on a pool of threads. */
export function setThreadPool(backend: unknown, pool: ThreadPool): void {
  createRuntime(backend as BackendWasm, pool);
}

const PARAMETER_BYTES = 512;

/** Waking threads takes as long as processing this many values. */
const MIN_PARALLEL_WORK = 2 ** 17;

function createRuntime(backend: BackendWasm, pool: ThreadPool | undefined): Runtime {
  const heap = getHeap(backend);
  const module = modules[isShared(heap.memory) ? 'shared' : 'plain'];
  if (module === undefined)
    throw new PolyheadError(
      'ENGINE_UNAVAILABLE',
      'wasm kernel: the kernels are not compiled for this wasm backend. Call await useWasm() first.',
      { hint: 'Call await useWasm() first.' },
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
    run(name, integers, items, work, ...[floats]) {
      const kernel = kernels[name];
      if (kernel === undefined) throw new PolyheadError('INTERNAL', `run: no kernel is named "${name}".`);
      writeParameters(heap.memory.buffer, parameters, name, { ...integers, ...floats });
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

/**
 * Writes parameters in the order of the fields of the AssemblyScript class. Growing memory detaches views, so none is
 * kept.
 */
function writeParameters(
  buffer: ArrayBuffer,
  address: number,
  kernel: KernelName,
  values: Readonly<Record<string, number>>,
): void {
  const { integers, floats } = kernelParameters[kernel];
  const valueOf = (name: string): number => values[name] as number;
  new Int32Array(buffer, address, integers.length).set(integers.map(valueOf));
  new Float32Array(buffer, address + 4 * integers.length, floats.length).set(floats.map(valueOf));
}

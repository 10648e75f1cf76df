import { PLAIN_KERNELS, RELAXED_KERNELS } from './binary';
import { withSharedMemory } from './binary-format';
import { PolyheadError } from '@polyhead/core';

/** One compiled kernel: address of its parameters, number of the thread, first item, item after the last. */
export type KernelFunction = (parameters: number, thread: number, begin: number, end: number) => void;

/** What the kernels are compiled for. */
export interface KernelTarget {
  /** For memory that threads share. */
  readonly shared: boolean;
  /** With fused multiply-add, where this engine has it. */
  readonly relaxedSimd: boolean;
}

/** Whether this JavaScript engine has relaxed SIMD. */
export function hasRelaxedSimd(): boolean {
  return WebAssembly.validate(decode(RELAXED_KERNELS));
}

/** Compiles the kernels. Throws if WebAssembly has no SIMD. */
export async function compileKernels({ shared, relaxedSimd }: KernelTarget): Promise<WebAssembly.Module> {
  const bytes = decode(relaxedSimd && hasRelaxedSimd() ? RELAXED_KERNELS : PLAIN_KERNELS);
  try {
    return await WebAssembly.compile(shared ? withSharedMemory(bytes) : bytes);
  } catch (cause) {
    throw new PolyheadError(
      'ENGINE_UNAVAILABLE',
      'useWasm: the kernels need WebAssembly with SIMD (Node 16.4, Chrome 91, Firefox 89, Safari 16.4 or newer), ' +
        'but this engine failed to compile them.',
      { cause },
    );
  }
}

function decode(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

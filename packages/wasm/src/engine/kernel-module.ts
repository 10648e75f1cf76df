import { PLAIN_KERNELS } from './binary';

/** One compiled kernel: address of its parameters, number of the thread, first item, item after the last. */
export type KernelFunction = (parameters: number, thread: number, begin: number, end: number) => void;

/** Compiles the kernels. Throws where WebAssembly has no SIMD. */
export async function compileKernels(): Promise<WebAssembly.Module> {
  try {
    return await WebAssembly.compile(decode(PLAIN_KERNELS));
  } catch (cause) {
    throw new Error('useWasm: the kernels need WebAssembly with SIMD (Node 16.4, Chrome 91, Firefox 89, Safari 16.4 or newer), but this engine refused to compile them.', { cause });
  }
}

function decode(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

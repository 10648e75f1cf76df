import type { KernelBackend, TensorInfo } from '@tensorflow/tfjs-core';
import { PolyheadError } from '@polyhead/core';

/** What tfjs hands to a kernel. */
export interface KernelArguments {
  readonly inputs: Record<string, TensorInfo>;
  readonly attrs: Record<string, unknown>;
  readonly backend: KernelBackend;
}

/** A kernel of this package, ready to be registered for the wasm backend. */
export interface WasmKernel {
  readonly name: string;
  /** `stock` is the kernel of that name that tfjs itself has, for what this one leaves to it. */
  compute(
    args: KernelArguments,
    stock: (args: KernelArguments) => TensorInfo | TensorInfo[],
  ): TensorInfo | TensorInfo[];
}

/** The input `name`, which tfjs' types cannot promise. */
export function input({ inputs }: KernelArguments, name: string): TensorInfo {
  const tensor = inputs[name];
  if (tensor === undefined)
    throw new PolyheadError(
      'INTERNAL',
      `wasm kernel: expected an input "${name}", got ${Object.keys(inputs).join(', ')}.`,
    );
  return tensor;
}

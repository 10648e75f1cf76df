import {
  engine,
  getBackend,
  getKernel,
  type NamedAttrMap,
  type NamedTensorMap,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { invalidArgument } from '@polyhead/core';

type Inputs = Record<string, Tensor>;

/** All results of a kernel on the current backend. */
export function run(name: string, inputs: Inputs, attrs: object = {}): Tensor[] {
  const result = engine().runKernel(name, inputs as NamedTensorMap, attrs as NamedAttrMap) as Tensor | Tensor[];
  return Array.isArray(result) ? result : [result];
}

/** The one result of a kernel on the current backend. */
export function single(name: string, inputs: Inputs, attrs: object = {}): Tensor {
  const [result] = run(name, inputs, attrs);
  if (result === undefined) throw invalidArgument(name, 'expected one result', 'none');
  return result;
}

/**
 * Gradients that are computed together, as tfjs wants them: it runs each of the returned functions in a tidy of its
 * own.
 */
export function namedGradients(
  names: readonly string[],
  tensors: readonly (Tensor | undefined)[],
): Record<string, () => Tensor> {
  return Object.fromEntries(
    names.map((name, i) => [
      name,
      () => {
        const tensor = tensors[i];
        if (tensor === undefined) throw invalidArgument('gradient', `expected one for "${name}"`, 'none');
        return tensor;
      },
    ]),
  );
}

/** dy of several outputs arrives as a list: only the first, y, passes a gradient on. */
export function first(dy: Tensor | Tensor[]): Tensor {
  const gradient = Array.isArray(dy) ? dy[0] : dy;
  if (gradient === undefined) throw invalidArgument('gradient', 'expected dy', 'none');
  return gradient;
}

/** Whether the current backend has a kernel. */
export function isRegistered(kernelName: string): boolean {
  return (getKernel(kernelName, getBackend()) as unknown) !== undefined;
}

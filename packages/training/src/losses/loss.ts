import type { Task } from '@polyhead/core';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';

/** One loss in two forms that agree: as tensors for gradients, as a plain number for what is reported. */
export interface Loss {
  /**
   * Loss of each image, [n], from target and output [n, units].
   * `logits` is what went into the output's sigmoid or softmax, where that is known: nothing is then lost to
   * saturation.
   */
  tensor(target: Tensor2D, output: Tensor2D, logits?: Tensor2D): Tensor1D;
  /** Loss of the image whose target and output begin at `offset`, in float64. */
  value(target: ArrayLike<number>, output: ArrayLike<number>, offset: number): number;
}

/** What a loss needs to know of its task. */
export type LossTask = Pick<Task, 'activation' | 'loss' | 'lossOptions' | 'units'>;

/** Keras' epsilon, which keeps logarithms finite. */
export const epsilon = 1e-7;

/** Smallest normal float32: outputs below it are as good as 0. */
export const tiny = 2 ** -126;

/** Adds up `term` over the units of one image. */
export function sumOver(units: number, offset: number, term: (index: number) => number): number {
  let sum = 0;
  for (let index = offset; index < offset + units; index++) sum += term(index);
  return sum;
}

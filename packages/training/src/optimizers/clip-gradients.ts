import { invalidArgument, assertNumber } from '@polyhead/core';
import * as tf from '@tensorflow/tfjs-core';

/** How gradients are clipped; at most one of the three. Infinity means no limit, as leaving it out does. */
export interface ClipOptions {
  /** Largest norm of the gradient of one weight; longer ones are scaled down to it. Default: no limit. */
  readonly clipNorm?: number;
  /** Largest norm of all gradients together; all are scaled by one factor. Default: no limit. */
  readonly globalClipNorm?: number;
  /** Largest absolute value of any number in a gradient. Default: no limit. */
  readonly clipValue?: number;
}

export const clipNames = { clipNorm: true, globalClipNorm: true, clipValue: true } satisfies Record<
  keyof ClipOptions,
  true
>;

/** Gradients are float32: no gradient is longer than a limit above, which would be Infinity there. */
const largestLimit = 2 ** 127;

/**
 * The limits of an optimizer's clipping without those that limit nothing. Throws if two are left or one is not
 * positive.
 */
export function checkClipOptions(where: string, { clipNorm, globalClipNorm, clipValue }: ClipOptions): ClipOptions {
  const given = Object.entries({ clipNorm, globalClipNorm, clipValue }).filter(
    ([, limit]) => limit !== undefined && !(typeof limit === 'number' && limit > largestLimit),
  ) as [string, number][];
  if (given.length > 1)
    throw invalidArgument(
      where,
      'expected at most one way to clip gradients',
      given.map(([name]) => `"${name}"`).join(' and '),
      'Leave one out.',
    );
  for (const [name, limit] of given) assertNumber(where, name, limit, { above: 0 }, 'Leave it out for no limit.');
  return Object.fromEntries(given);
}

/** Gradients within the limits, by Keras' formulas. */
export function clipGradients<T extends tf.Tensor>(
  gradients: readonly T[],
  { clipNorm, globalClipNorm, clipValue }: ClipOptions,
): readonly T[] {
  if (clipValue !== undefined) return gradients.map((gradient) => tf.clipByValue(gradient, -clipValue, clipValue));
  if (clipNorm !== undefined) return gradients.map((gradient) => scaled(gradient, sumOfSquares([gradient]), clipNorm));
  if (globalClipNorm === undefined) return gradients;
  const sum = sumOfSquares(gradients);
  return gradients.map((gradient) => scaled(gradient, sum, globalClipNorm));
}

function scaled<T extends tf.Tensor>(gradient: T, sum: tf.Tensor, limit: number): T {
  return tf.mul(gradient, tf.div(limit, tf.maximum(tf.sqrt(sum), limit)));
}

function sumOfSquares(gradients: readonly tf.Tensor[]): tf.Tensor {
  return tf.addN(gradients.map((gradient) => tf.sum(tf.square(gradient))));
}

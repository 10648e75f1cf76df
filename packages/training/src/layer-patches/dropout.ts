import * as tf from '@tensorflow/tfjs-core';
import { hasCustomKernel, runCustomKernel } from '../custom-kernel';
import type { StepScalars, StepInfo } from '../optimizers/optimizer';
import type { Layer, LayerContext, LayerForward } from './layer-call';
import { dropMask, normalNoise } from './noise';
import { PolyheadError } from '@polyhead/core';

interface NoiseLayer {
  readonly rate?: number;
  readonly stddev?: number;
  readonly noiseShape?: readonly (number | null)[] | null;
}

/** What the noise layers of tfjs do while training, with noise that depends on nothing but seed, layer and step. */
export function noiseCall(layer: Layer, seed: number, context: LayerContext): LayerForward | undefined {
  const { rate = 0, stddev = 0, noiseShape } = layer as unknown as NoiseLayer;
  const kind = layer.getClassName();
  if (kind === 'GaussianNoise') return (x) => tf.add(x, tf.mul(normal(x, seed, context), stddev));
  if (!(rate > 0 && rate < 1)) return undefined;
  if (kind === 'Dropout') return (x) => drop(x, noiseShape ?? undefined, rate, seed, context);
  if (kind === 'SpatialDropout1D') return (x) => drop(x, [null, 1, null], rate, seed, context);
  if (kind === 'GaussianDropout')
    return (x) => tf.mul(x, tf.add(1, tf.mul(normal(x, seed, context), Math.sqrt(rate / (1 - rate)))));
  return kind === 'AlphaDropout' ? (x) => alphaDropout(x, rate, seed, context) : undefined;
}

/** True for a layer that makes noise while training. */
export function isNoise(layer: Layer): boolean {
  return noiseCall(layer, 0, { seed: 0, clock: () => ({}) as StepScalars }) !== undefined;
}

function drop(
  x: tf.Tensor,
  noiseShape: readonly (number | null)[] | undefined,
  rate: number,
  seed: number,
  context: LayerContext,
): tf.Tensor {
  if (noiseShape === undefined) return dropChannels(x, rate, seed, context);
  const shape = noiseShape.map((size, axis) => size ?? x.shape[axis] ?? 1);
  return tf.mul(x, dropChannels(tf.ones(shape), rate, seed, context));
}

function dropChannels(x: tf.Tensor, rate: number, seed: number, context: LayerContext): tf.Tensor {
  const { step, numbers } = context.clock();
  if (numbers === undefined) {
    if (!hasCustomKernel('PolyheadDropoutAtStep'))
      throw new PolyheadError('UNSUPPORTED_OPERATION', untraceable('PolyheadDropoutAtStep'));
    return selfAdjoint(
      x,
      (input) => runCustomKernel('PolyheadDropoutAtStep', { x: input, step }, { rate, seed })[0] as tf.Tensor,
    );
  }
  if (hasCustomKernel('PolyheadDropout')) {
    return selfAdjoint(
      x,
      (input) => runCustomKernel('PolyheadDropout', { x: input }, { rate, seed, step: numbers.step })[0] as tf.Tensor,
    );
  }
  return tf.mul(x, tf.tensor(dropMask(x.size, rate, Math.fround(1 / (1 - rate)), seed, numbers.step), x.shape));
}

/** A linear map that is its own transpose: the gradient is the map itself. */
function selfAdjoint(x: tf.Tensor, map: (x: tf.Tensor) => tf.Tensor): tf.Tensor {
  return tf.customGrad((input) => ({ value: map(input as tf.Tensor), gradFunc: (dy) => map(dy) }))(x);
}

/** Keeps mean and variance of inputs that are normalized by SELU (Klambauer et al., 2017). */
function alphaDropout(x: tf.Tensor, rate: number, seed: number, context: LayerContext): tf.Tensor {
  const dropped = -1.6732632423543772 * 1.0507009873554805;
  const scale = ((1 - rate) * (1 + rate * dropped ** 2)) ** -0.5;
  const mask = tf.tensor(dropMask(x.size, rate, 1, seed, known(context).step), x.shape);
  return tf.add(tf.mul(tf.add(tf.mul(x, mask), tf.mul(tf.sub(1, mask), dropped)), scale), -scale * dropped * rate);
}

function normal(x: tf.Tensor, seed: number, context: LayerContext): tf.Tensor {
  return tf.tensor(normalNoise(x.size, seed, known(context).step), x.shape);
}

function known(context: LayerContext): StepInfo {
  const { numbers } = context.clock();
  if (numbers === undefined) throw new PolyheadError('UNSUPPORTED_OPERATION', untraceable('such noise'));
  return numbers;
}

function untraceable(what: string): string {
  return `train: the step cannot be traced, as ${what} is not there for the ${tf.getBackend()} backend and noise from JavaScript would be the same at every step. Pass compile: false.`;
}

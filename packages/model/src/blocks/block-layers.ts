import { assertOneOf } from '@polyhead/core';
// The layers that the blocks are made of: named, seeded and with Keras' defaults.
import { initializers, layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { BlockContext } from './block';
import { assertRate } from './checks';

/** Activation functions for the inside of a network, by Keras' names. */
export type HiddenActivation = 'elu' | 'gelu' | 'linear' | 'mish' | 'relu' | 'relu6' | 'selu' | 'swish' | 'tanh';

const hiddenActivations: readonly HiddenActivation[] = [
  'elu',
  'gelu',
  'linear',
  'mish',
  'relu',
  'relu6',
  'selu',
  'swish',
  'tanh',
];

export function checkActivation(where: string, kind: HiddenActivation = 'relu'): void {
  assertOneOf(where, 'activation', kind, hiddenActivations);
}

/** How a convolution walks over the image. */
export interface ConvolutionOptions {
  /** Side of the square filter, in pixels. Default 3. */
  readonly kernelSize?: number;
  /** Step of the filter, in pixels. Default 1. */
  readonly strides?: number;
  /** `same` pads the image so that only strides shrink it; `valid` does not pad. Default `same`. */
  readonly padding?: 'same' | 'valid';
  /** Whether the convolution adds a bias. Default true. */
  readonly useBias?: boolean;
}

export const convolutionNames = { kernelSize: true, strides: true, padding: true, useBias: 'boolean' } satisfies Record<
  keyof ConvolutionOptions,
  true | 'boolean'
>;

/** How batch normalization keeps its running mean and variance. */
export interface NormalizationOptions {
  /**
   * Share of the running mean and variance that stays at each step, 0 to 1. With 0.99 they need some hundred steps to
   * follow the weights: where all of training has only a thousand, take 0.9, or predictions will be worse than training
   * looked. Default 0.99, as in Keras.
   */
  readonly momentum?: number;
}

/** What follows the weights of a block: activation, batch normalization and dropout. */
export interface PostActivationOptions extends NormalizationOptions {
  /** Activation function. Default `relu`. */
  readonly activation?: HiddenActivation;
  /** Whether to normalize by the batch's mean and variance (epsilon 0.001, as in Keras). Default true. */
  readonly batchNorm?: boolean;
  /** Share of values set to 0 while training, 0 to 1. Default 0: no dropout layer. */
  readonly dropout?: number;
}

export const postActivationNames = {
  activation: true,
  batchNorm: 'boolean',
  dropout: true,
  momentum: true,
} satisfies Record<keyof PostActivationOptions, true | 'boolean'>;

export function convolution(
  x: SymbolicTensor,
  context: BlockContext,
  filters: number,
  options: ConvolutionOptions = {},
): SymbolicTensor {
  const { kernelSize = 3, strides = 1, padding = 'same', useBias = true } = options;
  const name = context.name('conv2d');
  return context.apply(
    layers.conv2d({
      name,
      filters,
      kernelSize,
      strides,
      padding,
      useBias,
      kernelInitializer: glorotUniform(context, name),
    }),
    x,
  );
}

export function separableConvolution(
  x: SymbolicTensor,
  context: BlockContext,
  filters: number,
  options: ConvolutionOptions = {},
): SymbolicTensor {
  const { kernelSize = 3, strides = 1, padding = 'same', useBias = true } = options;
  const name = context.name('separable_conv2d');
  const depthwiseInitializer = glorotUniform(context, `${name}/depthwise`);
  const pointwiseInitializer = glorotUniform(context, `${name}/pointwise`);
  return context.apply(
    layers.separableConv2d({
      name,
      filters,
      kernelSize,
      strides,
      padding,
      useBias,
      depthwiseInitializer,
      pointwiseInitializer,
    }),
    x,
  );
}

export function dense(x: SymbolicTensor, context: BlockContext, units: number): SymbolicTensor {
  const name = context.name('dense');
  return context.apply(layers.dense({ name, units, kernelInitializer: glorotUniform(context, name) }), x);
}

export function activation(
  x: SymbolicTensor,
  context: BlockContext,
  kind: HiddenActivation | 'sigmoid' = 'relu',
): SymbolicTensor {
  return kind === 'linear'
    ? x
    : context.apply(layers.activation({ name: context.name('activation'), activation: kind }), x);
}

/** `gamma` is what it begins at. */
export function batchNormalization(
  x: SymbolicTensor,
  context: BlockContext,
  momentum = 0.99,
  gamma = 1,
): SymbolicTensor {
  const gammaInitializer = gamma === 1 ? 'ones' : initializers.constant({ value: gamma });
  return context.apply(
    layers.batchNormalization({ name: context.name('batch_normalization'), momentum, gammaInitializer }),
    x,
  );
}

/** Max pooling without overlap, no layer where `pool` is 1. */
export function maxPooling(x: SymbolicTensor, context: BlockContext, pool: number): SymbolicTensor {
  return pool === 1
    ? x
    : context.apply(layers.maxPooling2d({ name: context.name('max_pooling2d'), poolSize: pool, strides: pool }), x);
}

export function dropout(x: SymbolicTensor, context: BlockContext, rate: number): SymbolicTensor {
  assertRate('dropout', 'rate', rate);
  return rate === 0 ? x : context.apply(layers.dropout({ name: context.name('dropout'), rate }), x);
}

/** A feature map flattened to one row of features; a row as it is. */
export function flattenIfNeeded(x: SymbolicTensor, context: BlockContext): SymbolicTensor {
  return x.shape.length === 2 ? x : context.apply(layers.flatten({ name: context.name('flatten') }), x);
}

/** Keras' default for kernels, from the layer's own seed. */
function glorotUniform(context: BlockContext, layerName: string): ReturnType<typeof initializers.glorotUniform> {
  return initializers.glorotUniform({ seed: context.seed(layerName) });
}

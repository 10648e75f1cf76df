import { assertObject, assertNumber, assertWholeNumber } from '@polyhead/core';
import { layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { Block } from './block';
import {
  activation,
  batchNormalization,
  checkActivation,
  convolution,
  dropout,
  type HiddenActivation,
  type NormalizationOptions,
} from './block-layers';
import { assertRate } from './checks';
import { squeezeExcite } from './squeeze-excite';
import { stochasticDepth } from './stochastic-depth';

/** Options of {@link residualBlock}. */
export interface ResidualBlockOptions extends NormalizationOptions {
  /** Side of the two square filters, in pixels. Default 3. */
  readonly kernelSize?: number;
  /** Step of the first convolution, in pixels; 2 halves height and width. Default 1. */
  readonly strides?: number;
  /** Activation function behind the first convolution and behind the sum. Default `relu`. */
  readonly activation?: HiddenActivation;
  /** Share of values set to 0 behind the block while training, 0 to 1. Default 0: no dropout layer. */
  readonly dropout?: number;
  /** Ratio of a {@link squeezeExcite} before the sum; 0 for none. Default 0. */
  readonly squeezeRatio?: number;
  /**
   * Share of images, 0 to 1, that take the shortcut alone while training: a {@link stochasticDepth} before the sum.
   * Default 0: no such layer.
   */
  readonly stochasticDepth?: number;
  /**
   * What the two convolutions are multiplied by in the beginning, by channel and learned from there: gamma of the
   * second normalization. 0 begins as the shortcut alone (torchvision's `zero_init_residual`; Goyal et al., 2017), 1e-4
   * to 0.1 is what LayerScale does (Touvron et al., 2021). Default 1, as in Keras.
   */
  readonly initialScale?: number;
}

const optionNames = {
  kernelSize: true,
  strides: true,
  activation: true,
  dropout: true,
  squeezeRatio: true,
  stochasticDepth: true,
  initialScale: true,
  momentum: true,
} satisfies Record<keyof ResidualBlockOptions, true>;

/**
 * Creates a block of two convolutions with batch normalization whose result is added to the input (He et al., 2016):
 * convolution, normalization, activation, convolution, normalization, sum, activation.
 *
 * Where strides or channels change, the input passes a 1 x 1 convolution and a normalization first. The input is a
 * feature map [h, w, c], the output [h / strides, w / strides, filters].
 *
 * @param filters - Number of filters, which are the channels of the output; a whole number of at least 1.
 * @param options - Convolution, activation, regularization and scale of the block. Default: 3 x 3 filters, strides of
 * 1, ReLU, no dropout, no squeeze-and-excitation, no stochastic depth.
 * @returns The block, for {@link sharedTrunk} or {@link branch}.
 * @throws {PolyheadError} INVALID_ARGUMENT if `filters` or an option is out of range, or an option is unknown.
 *
 * @example
 * ```ts
 * import { residualBlock, sharedTrunk, stem } from '@polyhead/model';
 * const options = { strides: 2, squeezeRatio: 16, initialScale: 0, stochasticDepth: 0.1 };
 * const trunk = sharedTrunk([stem(32), residualBlock(32), residualBlock(64, options)]);
 * ```
 */
export function residualBlock(filters: number, options: ResidualBlockOptions = {}): Block {
  assertObject('residualBlock', options, { optionKeys: optionNames, example: '{ strides: 2 }' });
  const {
    kernelSize = 3,
    strides = 1,
    activation: kind = 'relu',
    dropout: rate = 0,
    squeezeRatio = 0,
    stochasticDepth: skipped = 0,
    initialScale = 1,
    momentum = 0.99,
  } = options;
  for (const [option, value] of Object.entries({ filters, kernelSize, strides }))
    assertWholeNumber('residualBlock', option, value, 1);
  for (const [option, value] of Object.entries({ dropout: rate, stochasticDepth: skipped, momentum }))
    assertRate('residualBlock', option, value);
  checkActivation('residualBlock', kind);
  assertNumber('residualBlock', 'initialScale', initialScale, {}, 'Pass 0 to begin as the shortcut alone.');
  const skip = stochasticDepth(skipped);
  const squeeze = squeezeRatio === 0 ? undefined : squeezeExcite({ ratio: squeezeRatio });
  return (input, context) => {
    /** The normalization brings its own offset: the convolution needs no bias. */
    const normalized = (x: SymbolicTensor, size: number, step: number, gamma = 1): SymbolicTensor =>
      batchNormalization(
        convolution(x, context, filters, { kernelSize: size, strides: step, useBias: false }),
        context,
        momentum,
        gamma,
      );
    let x = normalized(input, kernelSize, strides);
    x = activation(x, context, kind);
    x = normalized(x, kernelSize, 1, initialScale);
    if (squeeze !== undefined) x = squeeze(x, context);
    x = skip(x, context);
    const sameShape = strides === 1 && input.shape.at(-1) === filters;
    const shortcut = sameShape ? input : normalized(input, 1, strides);
    x = context.apply(layers.add({ name: context.name('add') }), [x, shortcut]);
    return dropout(activation(x, context, kind), context, rate);
  };
}

import { layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { Block } from './block';
import { activation, batchNormalization, convolution, dropout, type HiddenActivation, type NormalizationOptions } from './block-layers';
import { checkCount, checkRate } from './checks';
import { squeezeExcite } from './squeeze-excite';

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
}

/**
 * Two convolutions with batch normalization, added to what came in (He et al., 2016): convolution, normalization, activation, convolution, normalization, sum, activation.
 * Where strides or channels change, what came in passes a 1 x 1 convolution and a normalization first.
 *
 * Feature map [h, w, c] in, [h / strides, w / strides, filters] out. Throws where an option is out of range.
 *
 * @example
 * ```ts
 * import { residualBlock, sharedTrunk, stem } from '@polyhead/model';
 * const trunk = sharedTrunk([stem(32), residualBlock(32), residualBlock(64, { strides: 2, squeezeRatio: 16 })]);
 * ```
 */
export function residualBlock(filters: number, options: ResidualBlockOptions = {}): Block {
  const { kernelSize = 3, strides = 1, activation: kind = 'relu', dropout: rate = 0, squeezeRatio = 0, momentum = 0.99 } = options;
  for (const [option, value] of Object.entries({ filters, kernelSize, strides })) checkCount('residualBlock', option, value);
  for (const [option, value] of Object.entries({ dropout: rate, momentum })) checkRate('residualBlock', option, value);
  const squeeze = squeezeRatio === 0 ? undefined : squeezeExcite({ ratio: squeezeRatio });
  return (input, context) => {
    /** The normalization brings its own offset: the convolution needs no bias. */
    const normalized = (x: SymbolicTensor, size: number, step: number): SymbolicTensor =>
      batchNormalization(convolution(x, context, filters, { kernelSize: size, strides: step, useBias: false }), context, momentum);
    let x = normalized(input, kernelSize, strides);
    x = activation(x, context, kind);
    x = normalized(x, kernelSize, 1);
    if (squeeze !== undefined) x = squeeze(x, context);
    const sameShape = strides === 1 && input.shape.at(-1) === filters;
    const shortcut = sameShape ? input : normalized(input, 1, strides);
    x = context.apply(layers.add({ name: context.name('add') }), [x, shortcut]);
    return dropout(activation(x, context, kind), context, rate);
  };
}

import { assertObject, assertWholeNumber, assertOneOf } from '@polyhead/core';
import type { Block } from './block';
import {
  activation,
  batchNormalization,
  checkActivation,
  convolution,
  convolutionNames,
  type ConvolutionOptions,
  dropout,
  postActivationNames,
  type PostActivationOptions,
  maxPooling,
} from './block-layers';
import { assertRate } from './checks';

/** Options of {@link convBlock} and {@link separableBlock}. */
export interface ConvBlockOptions extends ConvolutionOptions, PostActivationOptions {
  /** Side of the square that max pooling makes one pixel of, in pixels; 1 for no pooling. Default 2. */
  readonly pool?: number;
}

const optionNames = { pool: true, ...convolutionNames, ...postActivationNames } satisfies Record<
  keyof ConvBlockOptions,
  true | 'boolean'
>;

/**
 * Creates a block of convolution, activation, batch normalization, max pooling and dropout, in the article's order.
 *
 * The input is a feature map [h, w, c], the output [h / strides / pool, w / strides / pool, filters].
 *
 * @param filters - Number of filters, which are the channels of the output; a whole number of at least 1.
 * @param options - Convolution, activation, normalization, pooling and dropout. Default: 3 x 3 filters, strides of 1,
 * padding `same`, a bias, ReLU, batch normalization, pooling of 2 x 2 pixels, no dropout.
 * @returns The block, for {@link sharedTrunk} or {@link branch}.
 * @throws {PolyheadError} INVALID_ARGUMENT if `filters` or an option is out of range, or an option is unknown.
 *
 * @example
 * ```ts
 * import { convBlock } from '@polyhead/model';
 * const blocks = [convBlock(16, { pool: 3, dropout: 0.25 }), convBlock(32, { dropout: 0.25 })];
 * ```
 */
export function convBlock(filters: number, options: ConvBlockOptions = {}): Block {
  return withNormAndActivation('convBlock', convolution, filters, options);
}

/** What convBlock and separableBlock share: all but the convolution. */
export function withNormAndActivation(
  where: string,
  convolve: typeof convolution,
  filters: number,
  options: ConvBlockOptions,
): Block {
  assertObject(where, options, { optionKeys: optionNames, example: '{ pool: 3, dropout: 0.25 }' });
  const {
    kernelSize = 3,
    strides = 1,
    padding = 'same',
    useBias = true,
    activation: kind = 'relu',
    batchNorm = true,
    momentum = 0.99,
    pool = 2,
    dropout: rate = 0,
  } = options;
  for (const [option, value] of Object.entries({ filters, kernelSize, strides, pool }))
    assertWholeNumber(where, option, value, 1);
  for (const [option, value] of Object.entries({ dropout: rate, momentum })) assertRate(where, option, value);
  assertOneOf(where, 'padding', padding, ['same', 'valid']);
  checkActivation(where, kind);
  return (input, context) => {
    let x = convolve(input, context, filters, { kernelSize, strides, padding, useBias });
    x = activation(x, context, kind);
    if (batchNorm) x = batchNormalization(x, context, momentum);
    x = maxPooling(x, context, pool);
    return dropout(x, context, rate);
  };
}

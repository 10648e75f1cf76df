import { assertObject, assertWholeNumber } from '@polyhead/core';
import { layers } from '@tensorflow/tfjs-layers';
import type { Block } from './block';
import { activation, batchNormalization, convolution, type NormalizationOptions } from './block-layers';
import { assertRate } from './checks';

/** Options of {@link stem}. */
export interface StemOptions extends NormalizationOptions {
  /** Side of the square filter, in pixels. Default 7. */
  readonly kernelSize?: number;
}

const optionNames = { kernelSize: true, momentum: true } satisfies Record<keyof StemOptions, true>;

/**
 * Creates the first block of a ResNet (He et al., 2016), for images of about 128 pixels and more: convolution with
 * strides of 2, batch normalization, ReLU, and 3 x 3 max pooling with strides of 2.
 *
 * The input is an image [h, w, c], the output [h / 4, w / 4, filters], with sides rounded up.
 *
 * @param filters - Number of filters, which are the channels of the output; a whole number of at least 1.
 * @param options - Side of the filters, and momentum of the normalization. Default: 7 pixels, 0.99.
 * @returns The block, for {@link sharedTrunk}.
 * @throws {PolyheadError} INVALID_ARGUMENT if `filters` or an option is out of range, or an option is unknown.
 *
 * @example
 * ```ts
 * import { residualBlock, sharedTrunk, stem } from '@polyhead/model';
 * const trunk = sharedTrunk([stem(32), residualBlock(32)]);
 * ```
 */
export function stem(filters: number, options: StemOptions = {}): Block {
  assertObject('stem', options, { optionKeys: optionNames, example: '{ kernelSize: 5 }' });
  const { kernelSize = 7, momentum = 0.99 } = options;
  for (const [option, value] of Object.entries({ filters, kernelSize })) assertWholeNumber('stem', option, value, 1);
  assertRate('stem', 'momentum', momentum);
  return (input, context) => {
    let x = convolution(input, context, filters, { kernelSize, strides: 2, useBias: false });
    x = activation(batchNormalization(x, context, momentum), context, 'relu');
    return context.apply(
      layers.maxPooling2d({ name: context.name('max_pooling2d'), poolSize: 3, strides: 2, padding: 'same' }),
      x,
    );
  };
}

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
 * The entrance of a ResNet (He et al., 2016), for images of about 128 pixels and more: convolution with strides 2,
 * batch normalization, ReLU, and 3 x 3 max pooling with strides 2.
 *
 * Image [h, w, c] in, [h / 4, w / 4, filters] out, sides rounded up. Throws if an option is out of range.
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

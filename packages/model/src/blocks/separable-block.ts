import type { Block } from './block';
import { separableConvolution } from './block-layers';
import { type ConvBlockOptions, withNormAndActivation } from './conv-block';

/**
 * A {@link convBlock} whose convolution is depthwise separable (Chollet, 2017): one filter a channel, then a 1 x 1
 * convolution. About 8 times fewer multiplications and weights at 3 x 3. Few engines train it faster than they train a
 * plain convolution.
 *
 * Feature map [h, w, c] in, [h / strides / pool, w / strides / pool, filters] out. Throws if an option is out of range.
 *
 * @example
 * ```ts
 * import { separableBlock, sharedTrunk, stem } from '@polyhead/model';
 * const trunk = sharedTrunk([stem(16), separableBlock(32), separableBlock(64)]);
 * ```
 */
export function separableBlock(filters: number, options: ConvBlockOptions = {}): Block {
  return withNormAndActivation('separableBlock', separableConvolution, filters, options);
}

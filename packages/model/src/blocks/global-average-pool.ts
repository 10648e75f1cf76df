import { layers } from '@tensorflow/tfjs-layers';
import type { Block } from './block';

/**
 * Creates a block that returns the mean of each channel: the input is [h, w, c], the output [c]. The layers after it
 * need far fewer weights than after {@link flatten} (Lin et al., Network in Network, 2014).
 *
 * @returns The block, for {@link branch}.
 *
 * @example
 * ```ts
 * import { branch, convBlock, globalAveragePool } from '@polyhead/model';
 * const age = branch([convBlock(64), globalAveragePool()]);
 * ```
 */
export function globalAveragePool(): Block {
  return (input, context) =>
    context.apply(layers.globalAveragePooling2d({ name: context.name('global_average_pooling2d') }), input);
}

import { layers } from '@tensorflow/tfjs-layers';
import type { Block } from './block';

/**
 * The mean of each channel: [h, w, c] in, [c] out. Needs far fewer weights behind it than {@link flatten} (Lin et al.,
 * Network in Network, 2014).
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

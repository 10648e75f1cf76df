import { layers } from '@tensorflow/tfjs-layers';
import type { Block } from './block';

/**
 * A feature map as one row of features: [h, w, c] in, [h * w * c] out.
 *
 * @example
 * ```ts
 * import { branch, convBlock, denseBlock, flatten } from '@polyhead/model';
 * const age = branch([convBlock(16), flatten(), denseBlock(128)]);
 * ```
 */
export function flatten(): Block {
  return (input, context) => context.apply(layers.flatten({ name: context.name('flatten') }), input);
}

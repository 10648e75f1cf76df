import type { Block } from './block';
import { flattenIfNeeded } from './block-layers';

/**
 * A feature map as one row of features: [h, w, c] in, [h * w * c] out. Dense blocks and outputs do so by themselves
 * where a feature map reaches them.
 *
 * @example
 * ```ts
 * import { branch, convBlock, denseBlock, flatten } from '@polyhead/model';
 * const age = branch([convBlock(16), flatten(), denseBlock(128)]);
 * ```
 */
export function flatten(): Block {
  return flattenIfNeeded;
}

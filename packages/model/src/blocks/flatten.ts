import type { Block } from './block';
import { flattenIfNeeded } from './block-layers';

/**
 * Creates a block that flattens a feature map to one row of features: the input is [h, w, c], the output [h * w * c].
 * Dense blocks and outputs flatten their input themselves.
 *
 * @returns The block, for {@link branch}.
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

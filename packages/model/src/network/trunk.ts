import type { Block } from '../blocks/block';
import { assertBlocks } from '../blocks/checks';
import { invalidArgument } from '@polyhead/core';

/** The part of a network that all branches share. */
export interface Trunk {
  /** The blocks, first to last; none where every branch works on the image itself. */
  readonly blocks: readonly Block[];
}

/**
 * Layers that all branches share: computed once, trained by every task.
 *
 * @example
 * ```ts
 * import { convBlock, sharedTrunk } from '@polyhead/model';
 * const trunk = sharedTrunk([convBlock(16), convBlock(32)]);
 * ```
 */
export function sharedTrunk(blocks: readonly Block[]): Trunk {
  const checked = assertBlocks('sharedTrunk', blocks);
  if (checked.length === 0)
    throw invalidArgument(
      'sharedTrunk',
      'expected at least one block',
      'none',
      'Pass e.g. [convBlock(16)], or use noTrunk().',
    );
  return { blocks: checked };
}

/**
 * Every branch works on the image itself, as in the article.
 *
 * @example
 * ```ts
 * import { noTrunk } from '@polyhead/model';
 * const trunk = noTrunk();
 * ```
 */
export function noTrunk(): Trunk {
  return { blocks: [] };
}

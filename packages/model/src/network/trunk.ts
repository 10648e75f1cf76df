import type { Block } from '../blocks/block';
import { assertBlocks } from '../blocks/checks';
import { invalidArgument } from '@polyhead/core';

/** The part of a network that all branches share. */
export interface Trunk {
  /** The blocks, first to last; none where every branch works on the image itself. */
  readonly blocks: readonly Block[];
}

/**
 * Creates the layers that all branches share: computed once, trained by every task.
 *
 * @param blocks - The blocks, first to last; at least one.
 * @returns The trunk, for {@link buildNetwork}.
 * @throws {PolyheadError} INVALID_ARGUMENT if `blocks` is empty, or not a list of blocks.
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
 * Creates an empty trunk: every branch works on the image itself, as in the article.
 *
 * @returns The trunk, for {@link buildNetwork}.
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

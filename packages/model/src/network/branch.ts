import { assertObject, assertOneOf } from '@polyhead/core';
import type { Block } from '../blocks/block';
import { assertBlocks } from '../blocks/checks';

/** What a branch sees: the trunk's features, or the image itself. */
export type BranchInput = 'image' | 'trunk';

/** Options of {@link branch}. */
export interface BranchOptions {
  /** What goes into the first block. Default `trunk`, which is the image where there is no trunk. */
  readonly from?: BranchInput;
}

const optionNames = { from: true } satisfies Record<keyof BranchOptions, true>;

/** The part of a network that belongs to one task. */
export interface Branch {
  /** The blocks, first to last. */
  readonly blocks: readonly Block[];
  /** What goes into the first block. */
  readonly from: BranchInput;
}

/**
 * Creates the blocks between the trunk (or the image) and the output of one task. {@link buildNetwork} adds the output:
 * a dense layer with the task's units, and its activation as a layer named `<task>_output`.
 *
 * If the last block returns a feature map, it is flattened; {@link globalAveragePool} is the smaller alternative.
 *
 * @param blocks - The blocks, first to last; an empty list connects the output directly.
 * @param options - Input of the first block. Default `trunk`, which is the image if there is no trunk.
 * @returns The branch, for {@link buildNetwork}.
 * @throws {PolyheadError} INVALID_ARGUMENT if `blocks` is not a list of blocks, or an option is not valid.
 *
 * @example
 * ```ts
 * import { branch, convBlock, denseBlock, flatten } from '@polyhead/model';
 * const age = branch([convBlock(16, { pool: 3 }), flatten(), denseBlock(128, { dropout: 0.5 })]);
 * ```
 */
export function branch(blocks: readonly Block[], options: BranchOptions = {}): Branch {
  assertObject('branch', options, { optionKeys: optionNames, example: "{ from: 'image' }" });
  const { from = 'trunk' } = options;
  assertOneOf('branch', 'from', from, ['image', 'trunk']);
  return { blocks: assertBlocks('branch', blocks), from };
}

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
 * The blocks between trunk (or image) and output of one task. {@link buildNetwork} puts the output behind them: a
 * dense layer with the
 * task's units, and its activation as a layer named `<task>_output`.
 *
 * Where the last block gives a feature map, it is flattened; {@link globalAveragePool} is the smaller alternative.
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

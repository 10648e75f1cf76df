import { assertObject, assertWholeNumber } from '@polyhead/core';
import type { Block } from './block';
import {
  activation,
  batchNormalization,
  checkActivation,
  dense,
  dropout,
  postActivationNames,
  type PostActivationOptions,
  flattenIfNeeded,
} from './block-layers';
import { assertRate } from './checks';

/** Options of {@link denseBlock}. */
export type DenseBlockOptions = PostActivationOptions;

/**
 * Creates a block of a fully connected layer, activation, batch normalization and dropout, in the article's order.
 *
 * The input is a row of features [n], the output [units]. A feature map is flattened first, as by {@link flatten}.
 *
 * @param units - Number of outputs of the layer; a whole number of at least 1.
 * @param options - Activation, normalization and dropout. Default: ReLU, batch normalization, no dropout.
 * @returns The block, for {@link branch}.
 * @throws {PolyheadError} INVALID_ARGUMENT if `units` or an option is out of range, or an option is unknown.
 *
 * @example
 * ```ts
 * import { branch, denseBlock, globalAveragePool } from '@polyhead/model';
 * const age = branch([globalAveragePool(), denseBlock(64, { dropout: 0.5 })]);
 * ```
 */
export function denseBlock(units: number, options: DenseBlockOptions = {}): Block {
  assertWholeNumber('denseBlock', 'units', units, 1);
  assertObject('denseBlock', options, { optionKeys: postActivationNames, example: '{ dropout: 0.5 }' });
  const { batchNorm = true, momentum = 0.99, dropout: rate = 0 } = options;
  for (const [option, value] of Object.entries({ dropout: rate, momentum })) assertRate('denseBlock', option, value);
  checkActivation('denseBlock', options.activation);
  return (input, context) => {
    let x = dense(flattenIfNeeded(input, context), context, units);
    x = activation(x, context, options.activation);
    if (batchNorm) x = batchNormalization(x, context, momentum);
    return dropout(x, context, rate);
  };
}

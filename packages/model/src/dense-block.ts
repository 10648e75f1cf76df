import type { Block } from './block';
import { activation, batchNormalization, dense, dropout, type FinishOptions } from './block-layers';
import { checkCount, checkRate } from './checks';

/** Options of {@link denseBlock}. */
export type DenseBlockOptions = FinishOptions;

/**
 * Fully connected layer, activation, batch normalization and dropout, in the article's order.
 *
 * Features [n] in, [units] out. Throws where an option is out of range, or what comes in is still a feature map.
 *
 * @example
 * ```ts
 * import { branch, denseBlock, globalAveragePool } from '@polyhead/model';
 * const age = branch([globalAveragePool(), denseBlock(64, { dropout: 0.5 })]);
 * ```
 */
export function denseBlock(units: number, options: DenseBlockOptions = {}): Block {
  checkCount('denseBlock', 'units', units);
  const { batchNorm = true } = options;
  const rate = checkRate('denseBlock', 'dropout', options.dropout ?? 0);
  return (input, context) => {
    if (input.shape.length !== 2) {
      throw new Error(`denseBlock: expected features in one row, got a feature map [${input.shape.slice(1).join(', ')}] in "${context.scope}". Put flatten() or globalAveragePool() before it.`);
    }
    let x = dense(input, context, units);
    x = activation(x, context, options.activation);
    if (batchNorm) x = batchNormalization(x, context);
    return dropout(x, context, rate);
  };
}

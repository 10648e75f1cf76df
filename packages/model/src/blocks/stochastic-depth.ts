import { layers } from '@tensorflow/tfjs-layers';
import type { Block } from './block';
import { assertRate } from './checks';

/**
 * Creates a block that sets its input to 0 for a share of the images of each training batch, and divides the rest by
 * the share that stays (stochastic depth, Huang et al., 2016). Predictions pass unchanged.
 *
 * Put it last in a residual branch: those images then bypass the branch. It is torchvision's `StochasticDepth(rate,
 * "row")`, written as in Keras' EfficientNet: a `Dropout` whose noise has one value per image. The paper lets the rate
 * grow from 0 in the first block to about 0.2 to 0.5 in the last. The output has the shape of the input.
 *
 * @param rate - Share of the images, at least 0 and below 1; 0 adds no layer.
 * @returns The block, for the end of a residual branch.
 * @throws {PolyheadError} INVALID_ARGUMENT if `rate` is not at least 0 and below 1.
 *
 * @example
 * ```ts
 * import { layers } from '@tensorflow/tfjs-layers';
 * import { type Block, layerScale, separableBlock, stochasticDepth } from '@polyhead/model';
 * const parts = [separableBlock(32, { pool: 1 }), layerScale(), stochasticDepth(0.2)];
 * const block: Block = (input, context) => {
 *   const output = parts.reduce((x, part) => part(x, context), input);
 *   return context.apply(layers.add({ name: context.name('add') }), [input, output]);
 * };
 * ```
 */
export function stochasticDepth(rate: number): Block {
  assertRate('stochasticDepth', 'rate', rate);
  return (input, context) => {
    if (rate === 0) return input;
    const noiseShape = input.shape.map((_, axis) => (axis === 0 ? null : 1));
    return context.apply(
      layers.dropout({ name: context.name('stochastic_depth'), rate, noiseShape: noiseShape as number[] }),
      input,
    ); // tfjs reads null as "as many as there are"
  };
}

import { layers } from '@tensorflow/tfjs-layers';
import type { Block } from './block';
import { assertRate } from './checks';

/**
 * Sets all that it gets to 0 for a share of the images of each batch while training, and divides what it keeps by the
 * share that stays; does nothing in predictions (stochastic depth, Huang et al., 2016).
 * Put it last into a residual branch: those images then go past the branch. It is torchvision's
 * `StochasticDepth(rate, "row")`, as Keras' own EfficientNet writes it: a `Dropout` whose noise has one value a
 * image.
 * The paper lets the rate grow from 0 in the first block to about 0.2 to 0.5 in the last.
 *
 * Any shape in, the same out. Throws if `rate` is not at least 0 and below 1; 0 makes no layer.
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

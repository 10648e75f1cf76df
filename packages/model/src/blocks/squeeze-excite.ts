import { assertObject, assertWholeNumber } from '@polyhead/core';
import { layers } from '@tensorflow/tfjs-layers';
import type { Block } from './block';
import { activation, dense } from './block-layers';

/** Options of {@link squeezeExcite}. */
export interface SqueezeExciteOptions {
  /** Channels that share one unit of the bottleneck. Default 16. */
  readonly ratio?: number;
}

const optionNames = { ratio: true } satisfies Record<keyof SqueezeExciteOptions, true>;

/**
 * Creates a block that weights each channel by a number from 0 to 1, which two small dense layers compute from the
 * means of all channels (Hu et al., 2018).
 *
 * The input and the output are feature maps [h, w, c].
 *
 * @param options - Ratio of the channels to the units of the first dense layer. Default 16.
 * @returns The block, for {@link sharedTrunk} or {@link branch}.
 * @throws {PolyheadError} INVALID_ARGUMENT if the ratio is not a whole number of at least 1, or an option is unknown.
 *
 * @example
 * ```ts
 * import { convBlock, sharedTrunk, squeezeExcite } from '@polyhead/model';
 * const trunk = sharedTrunk([convBlock(32), squeezeExcite({ ratio: 8 })]);
 * ```
 */
export function squeezeExcite(options: SqueezeExciteOptions = {}): Block {
  assertObject('squeezeExcite', options, { optionKeys: optionNames, example: '{ ratio: 8 }' });
  const { ratio = 16 } = options;
  assertWholeNumber('squeezeExcite', 'ratio', ratio, 1);
  return (input, context) => {
    const channels = input.shape.at(-1) ?? 1;
    let x = context.apply(layers.globalAveragePooling2d({ name: context.name('global_average_pooling2d') }), input);
    x = activation(dense(x, context, Math.max(1, Math.floor(channels / ratio))), context, 'relu');
    x = activation(dense(x, context, channels), context, 'sigmoid');
    x = context.apply(layers.reshape({ name: context.name('reshape'), targetShape: [1, 1, channels] }), x);
    return context.apply(layers.multiply({ name: context.name('multiply') }), [input, x]);
  };
}

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
 * Weighs each channel by a number from 0 to 1 that two small dense layers make of all channels' means (Hu et al.,
 * 2018).
 *
 * Feature map [h, w, c] in and out. Throws if the ratio is not a whole number of at least 1.
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

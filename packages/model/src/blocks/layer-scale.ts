import { assertObject, invalidArgument, assertNumber } from '@polyhead/core';
import { initializers, layers } from '@tensorflow/tfjs-layers';
import type { Block } from './block';

/** Options of {@link layerScale}. */
export interface LayerScaleOptions {
  /**
   * What every channel is multiplied by in the beginning. The paper has 0.1 for networks of up to 18 blocks and 1e-5
   * for 24; ConvNeXt 1e-6. Default 0.1.
   */
  readonly initialValue?: number;
}

const optionNames = { initialValue: true } satisfies Record<keyof LayerScaleOptions, true>;

/**
 * Creates a block that multiplies each channel by a learned number, which is small at first (LayerScale, Touvron et
 * al., 2021). Put it last in a residual branch: the network starts near the identity and lets each branch in as it
 * helps.
 *
 * It is a depthwise convolution of 1 x 1 pixels without bias, so that any tfjs or Keras program can load it. A branch
 * that ends in a normalization has such a number already: see `initialScale` of {@link residualBlock}. The input and
 * the output are feature maps [h, w, c].
 *
 * @param options - The initial value of the numbers. Default 0.1.
 * @returns The block. It throws INVALID_ARGUMENT if its input is a row of features.
 * @throws {PolyheadError} INVALID_ARGUMENT if the initial value is not a finite number, or an option is unknown.
 *
 * @example
 * ```ts
 * import { convBlock, layerScale, sharedTrunk } from '@polyhead/model';
 * const trunk = sharedTrunk([convBlock(32), layerScale({ initialValue: 1e-4 })]);
 * ```
 */
export function layerScale(options: LayerScaleOptions = {}): Block {
  assertObject('layerScale', options, { optionKeys: optionNames, example: '{ initialValue: 1e-4 }' });
  const { initialValue = 0.1 } = options;
  assertNumber('layerScale', 'initialValue', initialValue, {}, 'Pass e.g. 0.1.');
  return (input, context) => {
    if (input.shape.length !== 4)
      throw invalidArgument('layerScale', 'expected a feature map [h, w, c]', `[${input.shape.slice(1).join(', ')}]`);
    const depthwiseInitializer = initializers.constant({ value: initialValue });
    return context.apply(
      layers.depthwiseConv2d({
        name: context.name('layer_scale'),
        kernelSize: 1,
        useBias: false,
        depthwiseInitializer,
      }),
      input,
    );
  };
}

import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { PolyheadError } from '@polyhead/core';

/** A layer of tfjs. */
export type Layer = LayersModel['layers'][number];

/** What a block is told about the place where it stands, and how it puts layers there. */
export interface BlockContext {
  /** The branch's task, or `trunk`. */
  readonly scope: string;
  /** A free layer name: `<scope>_<kind>`, then `<scope>_<kind>_1` and so on. Kinds are Keras' names, such as `conv2d`. */
  name(kind: string): string;
  /** Seed of a layer's initial weights, 1 to 2^31 - 1: a function of the model's seed and the layer's name. */
  seed(layerName: string): number;
  /** Calls a layer on one tensor or a list. Throws if the image is too small for the layer. */
  apply(layer: Layer, input: SymbolicTensor | SymbolicTensor[]): SymbolicTensor;
}

/**
 * A piece of network: takes a symbolic tensor, puts layers behind it, and returns the last one's output.
 *
 * The blocks of this package are made by factories such as {@link convBlock}; any function of this type can stand among them.
 *
 * @example
 * ```ts
 * import { layers } from '@tensorflow/tfjs-layers';
 * import type { Block } from '@polyhead/model';
 * const addNoise: Block = (input, context) =>
 *   context.apply(layers.gaussianNoise({ stddev: 0.1, name: context.name('gaussian_noise') }), input);
 * ```
 */
export type Block = (input: SymbolicTensor, context: BlockContext) => SymbolicTensor;

/** An image that shrank to nothing on its way through the layers. */
export class ImageTooSmallError extends Error {
  override readonly name = 'ImageTooSmallError';
}

/** Blocks one after the other. Where one cannot take what comes in, the error says which. */
export function applyBlocks(blocks: readonly Block[], input: SymbolicTensor, context: BlockContext): SymbolicTensor {
  return blocks.reduce((tensor, block, index) => {
    try {
      return block(tensor, context);
    } catch (error) {
      if (error instanceof ImageTooSmallError || error instanceof RangeError) throw error;
      const place = `block ${index + 1} of ${context.scope === 'trunk' ? 'the trunk' : `branch "${context.scope}"`}`;
      const advice =
        tensor.shape.length === 2
          ? ' It gets a row of features: blocks that need a feature map go before flatten, globalAveragePool and denseBlock.'
          : '';
      throw new PolyheadError(
        'INVALID_NETWORK',
        `buildNetwork: ${place}: ${error instanceof Error ? error.message : String(error)}${advice}`,
        {
          cause: error,
        },
      );
    }
  }, input);
}

import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { errorMessage, PolyheadError } from '@polyhead/core';

/** A layer of tfjs. */
export type Layer = LayersModel['layers'][number];

/** Where a block is in the network, and how it adds layers there. */
export interface BlockContext {
  /** The branch's task, or `trunk`. */
  readonly scope: string;
  /**
   * A free layer name: `<scope>_<kind>`, then `<scope>_<kind>_1` and so on. Kinds are Keras' names, such as `conv2d`.
   */
  name(kind: string): string;
  /** Seed of a layer's initial weights, 1 to 2^31 - 1: a function of the model's seed and the layer's name. */
  seed(layerName: string): number;
  /** Calls a layer on one tensor or a list. Throws if the image is too small for the layer. */
  apply(layer: Layer, input: SymbolicTensor | SymbolicTensor[]): SymbolicTensor;
}

/**
 * A piece of a network: a function that takes a symbolic tensor, adds layers, and returns the output of the last one.
 *
 * Factories such as {@link convBlock} create the blocks of this package; any function of this type can be used with
 * them.
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

/** The feature map has no pixels left at a layer; the message is the name of the layer. */
export class ImageTooSmallError extends Error {
  override readonly name = 'ImageTooSmallError';
}

/** Applies blocks one after the other. If one rejects its input, the error names it and the function `where`. */
export function applyBlocks(
  where: string,
  blocks: readonly Block[],
  input: SymbolicTensor,
  context: BlockContext,
): SymbolicTensor {
  return blocks.reduce((tensor, block, index) => {
    try {
      return block(tensor, context);
    } catch (error) {
      if (error instanceof ImageTooSmallError || error instanceof RangeError) throw error;
      const place = `block ${index + 1} of ${context.scope === 'trunk' ? 'the trunk' : `branch "${context.scope}"`}`;
      const hint =
        tensor.shape.length === 2
          ? 'Its input is a row of features: blocks that need a feature map go before flatten, globalAveragePool and denseBlock.'
          : undefined;
      throw new PolyheadError(
        'INVALID_NETWORK',
        `${where}: ${place}: ${errorMessage(error)}${hint === undefined ? '' : ` ${hint}`}`,
        { where, ...(hint !== undefined && { hint }), cause: error },
      );
    }
  }, input);
}

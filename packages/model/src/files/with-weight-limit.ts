import { layers } from '@tensorflow/tfjs-layers';
import { PolyheadError } from '@polyhead/core';

type AddWeight = (name: string, shape: readonly (number | null)[], ...rest: unknown[]) => unknown;

/**
 * Runs `action`, in which layers may make as many numbers of weights as this and no more: the layer that goes beyond
 * fails before it takes memory.
 * A small `model.json` can ask for layers of any size, and tfjs makes them all before a weight can be compared.
 */
export function withWeightLimit<T>(most: number, action: () => T): T {
  const prototype = layers.Layer.prototype as unknown as { addWeight: AddWeight };
  const { addWeight } = prototype;
  let left = most;
  prototype.addWeight = function (this: unknown, name, shape, ...rest) {
    left -= shape.reduce<number>((product, side) => product * (side ?? 1), 1);
    if (!(left >= 0))
      throw new PolyheadError(
        'INVALID_MODEL',
        `its layers have more weights than the ${most} that come with it (at ${JSON.stringify(name)}, [${shape.join(', ')}])`,
      );
    return addWeight.call(this, name, shape, ...rest);
  };
  try {
    return action();
  } finally {
    prototype.addWeight = addWeight;
  }
}

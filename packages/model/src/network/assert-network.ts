import { assertObject, invalidArgument } from '@polyhead/core';
import type { Network } from './network';

/**
 * Throws if a value is no network, but for example its tfjs model or its tasks: what the types promise already, for
 * callers in plain JavaScript. Throws if the network was disposed of, too. `where` is the function that the error names.
 *
 * @example
 * ```ts
 * import { assertNetwork, type Network } from '@polyhead/model';
 * const countLayers = (network: Network) => {
 *   assertNetwork('countLayers', network);
 *   return network.model.layers.length;
 * };
 * ```
 */
export function assertNetwork(where: string, network: unknown): void {
  assertObject(where, network, {
    what: 'a network',
    requiredKeys: ['model', 'tasks', 'imageShape'],
    example: 'what buildFaceNet, buildNetwork or loadModel returned',
  });
  if (isDisposed(network as Network))
    throw invalidArgument(
      where,
      'the network must still have its weights',
      'one that was disposed of',
      'Call "dispose" after its last use, or build or load the network again.',
    );
}

/** Asks the weights, which know it whoever disposed of them: the network, a predictor, or the caller of tfjs. */
function isDisposed({ model }: Network): boolean {
  try {
    // What is not a tfjs model at all is none of this function's business.
    if (Array.isArray(model?.layers)) for (const weight of model.weights) weight.read();
    return false;
  } catch {
    return true;
  }
}

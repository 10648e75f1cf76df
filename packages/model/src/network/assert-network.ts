import { assertObject, invalidArgument } from '@polyhead/core';
import type { Network } from './network';

/**
 * Throws if a value is not a network, but for example its tfjs model or its tasks, for callers in plain JavaScript.
 *
 * @param where - Function that the caller called; the error names it.
 * @param network - The received value.
 * @returns Nothing.
 * @throws {PolyheadError} INVALID_ARGUMENT if the value is not a network, DISPOSED if it was disposed of.
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
      { code: 'DISPOSED' },
    );
}

/** True if the weights are gone, whether the network, a predictor or the caller of tfjs disposed of them. */
function isDisposed({ model }: Network): boolean {
  try {
    // A value that is not a tfjs model is reported elsewhere.
    if (Array.isArray(model?.layers)) for (const weight of model.weights) weight.read();
    return false;
  } catch {
    return true;
  }
}

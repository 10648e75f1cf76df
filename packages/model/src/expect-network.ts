import { expectObject } from '@polyhead/tasks';

/**
 * Throws where a value is no network, but for example its tfjs model or its tasks: what the types promise already, for
 * callers in plain JavaScript. `where` is the function that the error names.
 *
 * @example
 * ```ts
 * import { expectNetwork, type Network } from '@polyhead/model';
 * const countLayers = (network: Network) => {
 *   expectNetwork('countLayers', network);
 *   return network.model.layers.length;
 * };
 * ```
 */
export function expectNetwork(where: string, network: unknown): void {
  expectObject(where, network, {
    what: 'a network',
    members: ['model', 'tasks', 'imageShape'],
    example: 'what buildFaceNet, assembleModel or loadModel returned',
  });
}

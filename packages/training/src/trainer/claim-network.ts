import type { Network } from '@polyhead/model';
import { allWeights } from '../steps/network-weights';
import { invalidArgument } from '@polyhead/core';

/** Weights that a run under way changes. */
const claimed = new WeakSet<object>();

/**
 * Keeps other runs from changing the weights of a network, also those that another network shares with it, until the
 * returned function is called. Throws if a run under way changes one of them.
 */
export function claimNetwork(where: string, network: Network): () => void {
  assertNotInRun(where, network);
  const variables = allVariables(network);
  variables.forEach((variable) => claimed.add(variable));
  return () => variables.forEach((variable) => claimed.delete(variable));
}

/** Throws if a run under way changes the weights of a network. */
export function assertNotInRun(where: string, network: Network): void {
  if (allVariables(network).some((variable) => claimed.has(variable)))
    throw invalidArgument(
      where,
      '"network" must not be in another run',
      'one that is being trained',
      'Await that train or findLearningRate first, or pass a network that shares no weights with it.',
    );
}

function allVariables({ model }: Network): readonly object[] {
  return allWeights(model).map(({ variable }) => variable);
}

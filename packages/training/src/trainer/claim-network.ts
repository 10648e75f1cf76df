import type { Network } from '@polyhead/model';
import { allWeights } from '../steps/network-weights';
import { PolyheadError } from '@polyhead/core';

const hint = 'Await that train or findLearningRate first, or pass a network that shares no weights with it.';

/** Weights that a run in progress changes. */
const claimed = new WeakSet<object>();

/**
 * Keeps other runs from changing the weights of a network, also those that another network shares with it, until the
 * returned function is called. Throws NETWORK_BUSY if a run in progress changes one of them.
 */
export function claimNetwork(where: string, network: Network): () => void {
  assertNotInRun(where, network);
  const variables = allVariables(network);
  variables.forEach((variable) => claimed.add(variable));
  return () => variables.forEach((variable) => claimed.delete(variable));
}

/** Throws NETWORK_BUSY if a run in progress changes the weights of a network. */
export function assertNotInRun(where: string, network: Network): void {
  if (allVariables(network).some((variable) => claimed.has(variable)))
    throw new PolyheadError('NETWORK_BUSY', `${where}: "network" is in another run, which trains it. ${hint}`, {
      where,
      expected: '"network" must not be in another run',
      received: 'one that a run trains',
      hint,
    });
}

function allVariables({ model }: Network): readonly object[] {
  return allWeights(model).map(({ variable }) => variable);
}

import type { Network } from '@polyhead/model';
import { allWeights } from '../steps/network-weights';

/** Weights that a run under way changes. */
const claimed = new WeakSet<object>();

/**
 * Keeps other runs from changing the weights of a network, also those that another network shares with it, until the
 * returned function is called. Throws if a run under way changes one of them.
 */
export function claimNetwork(where: string, { model }: Network): () => void {
  const variables = allWeights(model).map(({ variable }) => variable);
  if (variables.some((variable) => claimed.has(variable)))
    throw new Error(
      `${where}: "network" must not be in another run, got one whose weights a run under way changes. Await that train or findLearningRate first, or pass a network with weights of its own.`,
    );
  variables.forEach((variable) => claimed.add(variable));
  return () => variables.forEach((variable) => claimed.delete(variable));
}

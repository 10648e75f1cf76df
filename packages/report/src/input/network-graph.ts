import { assertArray, assertObject } from '@polyhead/core';

/** One layer of a {@link NetworkGraph}. */
export interface LayerNode {
  /** Name of the layer, unique in its network. */
  readonly name: string;
  /** Keras' name of the class, such as `Conv2D`. */
  readonly className: string;
  /** Shape of the output; null is the number of images. */
  readonly outputShape: readonly (number | null)[];
  /** Number of weights. */
  readonly parameters: number;
  /** Names of the layers whose outputs go in. */
  readonly inbound: readonly string[];
  /** The one task that the layer works for; absent where several share it. */
  readonly branch?: string;
}

/** A network as plain data; `describeNetwork` of `@polyhead/model` gives it. */
export interface NetworkGraph {
  /** Name of the network. Default `network`. */
  readonly name?: string;
  /** The layers, each behind those that feed it. */
  readonly layers: readonly LayerNode[];
}

/** Throws if a value is no network as plain data. */
export function expectDrawnNetwork(where: string, network: unknown): void {
  const expected = { what: 'a network as plain data', example: 'what describeNetwork returned' };
  assertObject(where, network, { ...expected, requiredKeys: ['layers'] });
  assertArray(where, (network as { readonly layers: unknown }).layers, {
    what: 'a list "layers"',
    requiredKeys: ['name', 'inbound'],
    example: expected.example,
  });
}

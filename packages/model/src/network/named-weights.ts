import { formatValue, invalidArgument } from '@polyhead/core';
import type { LayersModel, LayerVariable } from '@tensorflow/tfjs-layers';
import type { Layer } from '../blocks/block';

/** A weight of a network and the name that finds it again. */
export interface NamedWeight {
  /** Layer and weight, such as `conv2d/kernel`. */
  readonly name: string;
  /** The weight. */
  readonly weight: LayerVariable;
}

interface FoundWeight {
  readonly weight: LayerVariable;
  /** Names of the models that the layer is in, outermost first. */
  readonly path: readonly string[];
}

/**
 * The weights of a tfjs model layer by layer, those of models inside it included, with names for checkpoints and files.
 *
 * Unlike `model.weights`, the order does not depend on which layers are trainable. If layers of two inner models have
 * the same name, the names of these models come first, such as `left/conv2d/kernel`. A weight of a layer that two inner
 * models share is there twice.
 *
 * @param model - A tfjs model, such as `network.model`.
 * @returns The weights in the order of `model.layers`; no two have the same name. Throws if `model` has no layers.
 *
 * @example
 * ```ts
 * import { namedWeights, type Network } from '@polyhead/model';
 * declare const network: Network;
 * const names = namedWeights(network.model).map(({ name }) => name);
 * ```
 */
export function namedWeights(model: LayersModel): readonly NamedWeight[] {
  if (!Array.isArray((model as Partial<LayersModel> | null)?.layers))
    throw invalidArgument('namedWeights', 'expected a tfjs model', formatValue(model), 'Pass network.model.');
  const found = findWeights(model, []);
  const counts = new Map<string, number>();
  for (const { weight } of found) counts.set(weight.originalName, (counts.get(weight.originalName) ?? 0) + 1);
  return found.map(({ weight, path }) => ({
    name: counts.get(weight.originalName) === 1 ? weight.originalName : [...path, weight.originalName].join('/'),
    weight,
  }));
}

/** The layers of a model that is a layer itself; undefined for an ordinary layer. */
export function innerLayers(layer: object): readonly Layer[] | undefined {
  return 'layers' in layer ? (layer as LayersModel).layers : undefined;
}

function findWeights(model: LayersModel, path: readonly string[]): FoundWeight[] {
  return model.layers.flatMap((layer) =>
    innerLayers(layer) === undefined
      ? layer.weights.map((weight) => ({ weight, path }))
      : findWeights(layer as LayersModel, [...path, layer.name]),
  );
}

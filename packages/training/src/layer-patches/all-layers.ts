import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Layer } from './layer-call';

/** The layers of a model and of the models inside it, each once. */
export function allLayers(model: LayersModel): Layer[] {
  return [...new Set(model.layers.flatMap((layer) => (isModel(layer) ? allLayers(layer) : [layer])))];
}

/** The layers of {@link allLayers} that are not trainable, by their own flag or that of a model that they are in. */
export function frozenLayers(model: LayersModel): ReadonlySet<Layer> {
  if (!model.trainable) return new Set(allLayers(model));
  return new Set(
    model.layers.flatMap((layer) => {
      if (isModel(layer)) return [...frozenLayers(layer)];
      return layer.trainable ? [] : [layer];
    }),
  );
}

/** True for a model that is a layer of another one. */
export function isModel(layer: object): layer is LayersModel {
  return 'layers' in layer;
}

/** The batch normalizations of a model that are not frozen. */
export function trainableNormalizations(model: LayersModel): readonly Layer[] {
  const frozen = frozenLayers(model);
  return allLayers(model).filter((layer) => layer.getClassName() === 'BatchNormalization' && !frozen.has(layer));
}

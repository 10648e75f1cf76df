// Which inner models are frozen: tfjs saves the "trainable" of its layers, but not that of a model inside a model.
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { innerLayers } from '../network/named-weights';
import { isObject, type JsonObject } from './parse-json';

type Config = Record<string, unknown>;

/** Notes in the topology of a model, as tfjs wrote it, which models are frozen. Stock tfjs ignores the note. */
export function noteFrozenModels(model: LayersModel, topology: unknown): void {
  eachModel(model, topology, (inner, config) => {
    if (!inner.trainable) config['trainable'] = false;
  });
}

/** Freezes the models that the topology says are frozen. */
export function freezeModels(model: LayersModel, topology: JsonObject): void {
  eachModel(model, topology, (inner, config) => {
    if (config['trainable'] === false) inner.trainable = false;
  });
}

/** Visits a model and those inside it with their configurations. */
function eachModel(model: LayersModel, topology: unknown, visit: (model: LayersModel, config: Config) => void): void {
  const config = isObject(topology) ? topology['config'] : undefined;
  if (!isObject(config)) return;
  visit(model, config as Config);
  const described = Array.isArray(config['layers']) ? config['layers'].filter(isObject) : [];
  for (const layer of model.layers) {
    if (innerLayers(layer) === undefined) continue;
    eachModel(
      layer as LayersModel,
      described.find(({ config: own }) => isObject(own) && own['name'] === layer.name),
      visit,
    );
  }
}

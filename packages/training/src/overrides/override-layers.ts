import type { Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { batchNormalizationCall } from './batch-normalization';
import { noiseCall } from './dropout';
import type { Layer, LayerContext, TrainingCall } from './layer-call';
import { layerSeed } from './noise';
import { reluCall } from './relu';

interface Callable {
  call(inputs: Tensor | Tensor[], kwargs: Readonly<Record<string, unknown>>): Tensor | Tensor[];
}

/**
 * Replaces, on the layers of this model only, what tfjs does badly while training: the noise of dropout layers, batch normalization, the gradient of ReLU.
 * Outside of training the layers do what they always did. The function that comes back puts everything back.
 */
export function overrideLayers(model: LayersModel, context: LayerContext): () => void {
  const restores = allLayers(model).flatMap((layer, index) => {
    const call = trainingCall(layer, layerSeed(context.seed, index), context);
    return call === undefined ? [] : [replaceCall(layer, call)];
  });
  return () => restores.forEach((restore) => restore());
}

/** The layers of a model and of the models inside it. */
export function allLayers(model: LayersModel): Layer[] {
  return model.layers.flatMap((layer) => ('layers' in layer ? allLayers(layer as LayersModel) : [layer]));
}

function trainingCall(layer: Layer, seed: number, context: LayerContext): TrainingCall | undefined {
  return layer.getClassName() === 'BatchNormalization' ? batchNormalizationCall(layer) : (noiseCall(layer, seed, context) ?? reluCall(layer));
}

function replaceCall(layer: Layer, training: TrainingCall): () => void {
  const callable = layer as unknown as Callable;
  const original = callable.call;
  callable.call = (inputs, kwargs) => (kwargs['training'] === true ? training((Array.isArray(inputs) ? inputs[0] : inputs) as Tensor) : original.call(layer, inputs, kwargs));
  return () => void Reflect.deleteProperty(callable, 'call');
}

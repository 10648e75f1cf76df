import type { Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { allLayers, frozenLayers } from './all-layers';
import { batchNormalizationCall } from './batch-normalization';
import { frozenNormalizationCall } from './frozen-normalization';
import { convolutionCall } from './convolution';
import { isNoise, noiseCall } from './dropout';
import { findFusableBlocks, unchanged } from './fused-blocks';
import type { StepScalars } from '../optimizers/optimizer';
import type { Layer, LayerForward, LayerCalls, LayerContext } from './layer-call';
import { layerSeed } from './noise';
import { reluCall } from './relu';

/** Runs a synchronous function while layers have their replaced calls, and puts them back, whatever happens. */
export type WithOverrides = <T>(run: () => T) => T;

interface Callable {
  call(inputs: Tensor | Tensor[], kwargs: Readonly<Record<string, unknown>>): Tensor | Tensor[];
}

/**
 * Replaces, on the layers of this model only, what tfjs does badly while training: the noise of dropout layers, batch
 * normalization, the gradients of convolutions and ReLU.
 * The layers are replaced only while the returned function runs, and only in training mode: concurrent uses of the
 * network never see each other's replacements.
 */
export function patchForTraining(model: LayersModel, context: LayerContext): WithOverrides {
  const layers = allLayers(model);
  const frozen = frozenLayers(model);
  const blocks = findFusableBlocks(model, layers, frozen);
  return replaceCalls(
    layers.map((layer, index) => [
      layer,
      blocks.get(layer)?.training ?? trainingCall(layer, layerSeed(context.seed, index), context, frozen),
    ]),
    true,
  );
}

/** The same for prediction, where the engine has faster kernels for several layers at once. */
export function patchForInference(model: LayersModel): WithOverrides {
  const layers = allLayers(model);
  const blocks = findFusableBlocks(model, layers, frozenLayers(model));
  return replaceCalls(
    layers.map((layer) => [layer, (blocks.get(layer) as LayerCalls | undefined)?.inference]),
    false,
  );
}

/**
 * The same as `patchForTraining` without noise: dropout and its kin pass on what they get.
 */
export function patchWithoutDropout(model: LayersModel): WithOverrides {
  const silent: LayerContext = { seed: 0, clock: () => ({}) as StepScalars };
  const layers = allLayers(model);
  const frozen = frozenLayers(model);
  const blocks = findFusableBlocks(model, layers, frozen);
  const callOf = (layer: Layer): LayerForward | undefined =>
    isNoise(layer) ? unchanged : (blocks.get(layer)?.training ?? trainingCall(layer, 0, silent, frozen));
  return replaceCalls(
    layers.map((layer) => [layer, callOf(layer)]),
    true,
  );
}

function trainingCall(
  layer: Layer,
  seed: number,
  context: LayerContext,
  frozen: ReadonlySet<Layer>,
): LayerForward | undefined {
  if (layer.getClassName() === 'BatchNormalization')
    return frozen.has(layer) ? frozenNormalizationCall(layer) : batchNormalizationCall(layer);
  return convolutionCall(layer) ?? noiseCall(layer, seed, context) ?? reluCall(layer);
}

function replaceCalls(
  calls: readonly (readonly [Layer, LayerForward | undefined])[],
  training: boolean,
): WithOverrides {
  return (run) => {
    const restores: (() => void)[] = [];
    try {
      for (const [layer, call] of calls) if (call !== undefined) restores.push(patchCall(layer, call, training));
      return run();
    } finally {
      for (const restore of restores.reverse()) restore();
    }
  };
}

function patchCall(layer: Layer, replacement: LayerForward, training: boolean): () => void {
  const callable = layer as unknown as Callable;
  const own = Object.getOwnPropertyDescriptor(callable, 'call');
  const original = callable.call;
  callable.call = (inputs, kwargs) =>
    (kwargs['training'] === true) === training
      ? replacement((Array.isArray(inputs) ? inputs[0] : inputs) as Tensor)
      : original.call(layer, inputs, kwargs);
  return () => {
    Reflect.deleteProperty(callable, 'call');
    if (own !== undefined) Object.defineProperty(callable, 'call', own);
  };
}

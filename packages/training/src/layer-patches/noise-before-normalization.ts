import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { isModel, trainableNormalizations } from './all-layers';
import { isNoise } from './dropout';
import type { Layer } from './layer-call';

/**
 * True if dropout or other noise stands somewhere before a batch normalization that is trained: its moving averages are
 * then those of noisy activations, and predictions have none (Li et al., 2019).
 */
export function hasNoiseBeforeNormalization(model: LayersModel): boolean {
  const trained = new Set(trainableNormalizations(model));
  return trained.size > 0 && walk(model, false, trained).found;
}

interface Walked {
  /** True if a normalization gets noise. */
  readonly found: boolean;
  /** True if the outputs of the model have noise. */
  readonly noisy: boolean;
}

/** Goes from the outputs of a model to its inputs; `noisyInputs` tells of the calls of an inner model. */
function walk(model: LayersModel, noisyInputs: boolean, trained: ReadonlySet<Layer>): Walked {
  const seen = new Map<SymbolicTensor, boolean>(model.inputs.map((tensor) => [tensor, noisyInputs]));
  let found = false;
  const isNoisy = (tensor: SymbolicTensor): boolean => {
    const known = seen.get(tensor);
    if (known !== undefined) return known;
    const { sourceLayer: layer } = tensor;
    const before = tensor.inputs.map(isNoisy).includes(true);
    found ||= before && trained.has(layer);
    const inner = isModel(layer) ? walk(layer, before, trained) : { found: false, noisy: before || isNoise(layer) };
    found ||= inner.found;
    seen.set(tensor, inner.noisy);
    return inner.noisy;
  };
  const noisy = model.outputs.map(isNoisy).includes(true);
  return { found, noisy };
}

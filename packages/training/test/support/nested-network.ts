// Networks with a model as a layer.
import type { Network } from '@polyhead/model';
import type { TaskMap } from '@polyhead/core';
import { input, layers, type LayersModel, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { networkOf } from './tiny-network';

/** Convolution and batch normalization, and then, if `depth` is above 1, the same as an inner model. */
export function innerModel(depth: number, name = `level_${depth}`): LayersModel {
  const features = input({ shape: [6, 6, 1] });
  const convolved = layers.conv2d({ filters: 1, kernelSize: 3, padding: 'same', name: 'conv' }).apply(features);
  const normalized = layers.batchNormalization({ name: 'norm', momentum: 0.5 }).apply(convolved) as SymbolicTensor;
  const outputs = depth === 1 ? normalized : (innerModel(depth - 1).apply(normalized) as SymbolicTensor);
  return model({ inputs: features, outputs, name });
}

/**
 * A network for one task of regression called `size`: inner models, `chain` of them one after the other, then a dense
 * layer.
 */
export function nestedNetwork<Tasks extends TaskMap>(
  tasks: Tasks,
  chain: (image: SymbolicTensor) => SymbolicTensor,
): Network<Tasks> {
  const image = input({ shape: [6, 6, 1], name: 'image' });
  const flat = layers.flatten({ name: 'flat' }).apply(chain(image));
  const logits = layers.dense({ units: 1, name: 'size' }).apply(flat);
  const outputs = layers.activation({ activation: 'linear', name: 'size_output' }).apply(logits) as SymbolicTensor;
  return networkOf(model({ inputs: image, outputs }), tasks, [6, 6, 1]);
}

const after = (inner: LayersModel, features: SymbolicTensor): SymbolicTensor => inner.apply(features) as SymbolicTensor;

/** Ways to put models into a network. */
export const nestings: Readonly<Record<string, (image: SymbolicTensor) => SymbolicTensor>> = {
  'an inner model': (image) => after(innerModel(1), image),
  'an inner model in an inner model, with the same names of layers': (image) => after(innerModel(2), image),
  'an inner model that is called twice': (image) => {
    const inner = innerModel(1);
    return after(inner, after(inner, image));
  },
  'two inner models that share a third': (image) => {
    const shared = innerModel(1, 'shared');
    const around = (name: string): LayersModel => {
      const features = input({ shape: [6, 6, 1] });
      const scaled = layers.conv2d({ filters: 1, kernelSize: 1, name: `${name}_conv` }).apply(features);
      return model({ inputs: features, outputs: after(shared, scaled as SymbolicTensor), name });
    };
    return after(around('right'), after(around('left'), image));
  },
};

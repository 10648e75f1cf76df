import * as tf from '@tensorflow/tfjs-core';
import { hasCustomKernel, runCustomKernel } from '../custom-kernel';
import type { Layer, LayerForward } from './layer-call';

/** ReLU whose gradient is one kernel, where the engine has it. */
export function reluCall(layer: Layer): LayerForward | undefined {
  if (!isRelu(layer) || !hasCustomKernel('PolyheadReluGrad')) return undefined;
  return (input) =>
    tf.customGrad((x, save) => {
      (save as tf.GradSaveFunc)([x as tf.Tensor]);
      const gradFunc = (dy: tf.Tensor, [saved]: tf.Tensor[]): tf.Tensor =>
        runCustomKernel('PolyheadReluGrad', { dy, x: saved as tf.Tensor }, {})[0] as tf.Tensor;
      return { value: tf.relu(x as tf.Tensor), gradFunc };
    })(input);
}

/** Whether the layer is a plain `max(x, 0)`. */
export function isRelu(layer: Layer): boolean {
  const { activation, maxValue } = layer as unknown as {
    activation?: { getClassName(): string };
    maxValue?: number | null;
  };
  if (layer.getClassName() === 'Activation') return activation?.getClassName() === 'relu';
  return layer.getClassName() === 'ReLU' && (maxValue === undefined || maxValue === null);
}

// Kernels of polyhead's own engines, by the names under which they are registered with tfjs.
import * as tf from '@tensorflow/tfjs-core';

/** Kernels that an engine may bring; without them the same is composed of tfjs' operations. */
export type CustomKernel =
  | 'PolyheadAdam'
  | 'PolyheadBatchNormTraining'
  | 'PolyheadConv2D'
  | 'PolyheadDropout'
  | 'PolyheadDropoutAtStep'
  | 'PolyheadMomentum'
  | 'PolyheadReluBatchNormPool'
  | 'PolyheadReluBatchNormPoolInference'
  | 'PolyheadReluGrad'
  | 'PolyheadSgd';

/** Whether the current backend has the kernel. */
export function hasCustomKernel(name: CustomKernel): boolean {
  return tf.getKernel(name, tf.getBackend()) !== undefined;
}

/** Runs a kernel of the current backend; always a list of tensors. */
export function runCustomKernel(
  name: CustomKernel,
  inputs: Readonly<Record<string, tf.Tensor>>,
  attributes: Readonly<Record<string, unknown>>,
): tf.Tensor[] {
  const outputs = tf.engine().runKernel(name, inputs as tf.NamedTensorMap, attributes as tf.NamedAttrMap);
  return (Array.isArray(outputs) ? outputs : [outputs]) as tf.Tensor[];
}

import type { CustomKernels } from './custom-kernels';

/**
 * The names of the kernels that tfjs does not have, all registered by `useWasm` and `registerKernels`.
 *
 * @example
 * ```ts
 * import { customKernelNames, useWasm } from '@polyhead/wasm';
 * import * as tf from '@tensorflow/tfjs-core';
 * await useWasm();
 * customKernelNames.every((name) => tf.getKernel(name, 'wasm') !== undefined); // true
 * ```
 */
export const customKernelNames: readonly (keyof CustomKernels)[] = [
  'PolyheadAdam',
  'PolyheadBatchNormGrad',
  'PolyheadBatchNormTraining',
  'PolyheadConv2D',
  'PolyheadDropout',
  'PolyheadLeakyReluGrad',
  'PolyheadMaxGrad',
  'PolyheadMomentum',
  'PolyheadRelu6Grad',
  'PolyheadReluBatchNormPool',
  'PolyheadReluBatchNormPoolGrad',
  'PolyheadReluBatchNormPoolInference',
  'PolyheadReluGrad',
  'PolyheadSgd',
  'PolyheadSpread',
];

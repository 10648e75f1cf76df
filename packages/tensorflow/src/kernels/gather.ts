import { backend_util, type KernelConfig, scalar, type Tensor } from '@tensorflow/tfjs-core';
import { dataType } from '../graph/graph';
import { nativeOp } from './native-op';

/**
 * Slices by number, as tfjs-node does but without reading the numbers first, which a graph cannot: TensorFlow itself
 * rejects those out of range.
 */
export const gather: KernelConfig = {
  kernelName: 'GatherV2',
  backendName: 'tensorflow',
  kernelFunc: ({ inputs, attrs, backend }) => {
    const { x, indices } = inputs as { x: Tensor; indices: Tensor };
    // tfjs hands every kernel's attributes as one loose map
    const { axis, batchDims } = attrs as unknown as { axis: number; batchDims: number };
    backend_util.segment_util.collectGatherOpShapeInfo(x, indices, axis, batchDims); // throws if shapes do not fit
    const { native, type, int } = nativeOp(backend);
    const axisTensor = scalar(axis, 'int32');
    try {
      const attributes = [
        int('batch_dims', batchDims),
        type('Tparams', native.getDTypeInteger(x.dtype)),
        type('Tindices', native.getDTypeInteger(indices.dtype)),
        type('Taxis', dataType.int32),
      ];
      return native.executeSingleOutput('GatherV2', attributes, [x, indices, axisTensor]);
    } finally {
      axisTensor.dispose();
    }
  },
};

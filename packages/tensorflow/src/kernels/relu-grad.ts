import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { dataType } from '../graph/graph';
import { nativeOp } from './native-op';

/** dx = x > 0 ? dy : 0, in one operation that TensorFlow knows how to fuse. */
export const reluGrad: KernelConfig = {
  kernelName: 'PolyheadReluGrad',
  backendName: 'tensorflow',
  kernelFunc: ({ inputs, backend }) => {
    const { dy, x } = inputs as { dy: TensorInfo; x: TensorInfo };
    const { native, type } = nativeOp(backend);
    return native.executeSingleOutput('ReluGrad', [type('T', dataType.float32)], [dy, x]);
  },
};

import {
  engine,
  type GradConfig,
  type KernelConfig,
  type NamedAttrMap,
  type Tensor,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import type { NativeAttribute, NativeBackend } from '../graph/binding';
import { dataType } from '../graph/graph';
import { nativeOp } from './native-op';

interface BlockAttributes {
  readonly epsilon: number;
  /** Side of the window, which is also the step from one to the next. */
  readonly poolSize: number;
}

const operation = 'PolyheadReluBatchNormPool';

/**
 * Max pooling of the batch normalization of max(x, 0): y, mean, population variance, and the value of max(x, 0) that
 * each y comes from. Neither the normalized image nor max(x, 0) is ever written.
 */
const reluBatchNormPool: KernelConfig = {
  kernelName: operation,
  backendName: 'tensorflow',
  kernelFunc: ({ inputs, attrs, backend }) => {
    const { x, gamma, beta } = inputs as Record<'x' | 'gamma' | 'beta', TensorInfo>;
    return (backend as NativeBackend).executeMultipleOutputs(
      operation,
      attributesOf(backend, attrs as unknown as BlockAttributes),
      [x, gamma, beta],
      4,
    );
  },
};

/** The same with given statistics: y. */
const reluBatchNormPoolInference: KernelConfig = {
  kernelName: `${operation}Inference`,
  backendName: 'tensorflow',
  kernelFunc: ({ inputs, attrs, backend }) => {
    const { x, gamma, beta, mean, variance } = inputs as Record<
      'x' | 'gamma' | 'beta' | 'mean' | 'variance',
      TensorInfo
    >;
    return (backend as NativeBackend).executeSingleOutput(
      `${operation}Inference`,
      attributesOf(backend, attrs as unknown as BlockAttributes),
      [x, gamma, beta, mean, variance],
    );
  },
};

/** dx, dgamma and dbeta of {@link reluBatchNormPool}. */
const reluBatchNormPoolGrad: KernelConfig = {
  kernelName: `${operation}Grad`,
  backendName: 'tensorflow',
  kernelFunc: ({ inputs, attrs, backend }) => {
    const { dy, x, extremum, gamma, mean, variance } = inputs as Record<
      'dy' | 'x' | 'extremum' | 'gamma' | 'mean' | 'variance',
      TensorInfo
    >;
    return (backend as NativeBackend).executeMultipleOutputs(
      `${operation}Grad`,
      attributesOf(backend, attrs as unknown as BlockAttributes),
      [dy, x, extremum, gamma, mean, variance],
      3,
    );
  },
};

export const blockKernels: readonly KernelConfig[] = [
  reluBatchNormPool,
  reluBatchNormPoolGrad,
  reluBatchNormPoolInference,
];

/**
 * The gradient that tfjs runs for {@link reluBatchNormPool} on whichever backend has the kernels: that of WebAssembly
 * takes what others leave.
 */
export const reluBatchNormPoolGradient: GradConfig = {
  kernelName: operation,
  inputsToSave: ['x', 'gamma', 'beta'],
  outputsToSave: [true, true, true, true],
  gradFunc: (dy, saved, attrs) => {
    const [x, gamma, beta, y, mean, variance, extremum] = saved as [
      Tensor,
      Tensor,
      Tensor,
      Tensor,
      Tensor,
      Tensor,
      Tensor?,
    ];
    const inputs = {
      dy: (dy as Tensor[])[0] as Tensor,
      x,
      gamma,
      beta,
      y,
      mean,
      variance,
      ...(extremum && { extremum }),
    };
    const [dx, dgamma, dbeta] = engine().runKernel(`${operation}Grad`, inputs, attrs as NamedAttrMap) as unknown as [
      Tensor,
      Tensor,
      Tensor,
    ];
    return { x: () => dx, gamma: () => dgamma, beta: () => dbeta };
  },
};

function attributesOf(backend: unknown, { epsilon, poolSize }: BlockAttributes): NativeAttribute[] {
  const { type, float, int } = nativeOp(backend);
  return [type('T', dataType.float32), int('pool_size', poolSize), float('epsilon', epsilon)];
}

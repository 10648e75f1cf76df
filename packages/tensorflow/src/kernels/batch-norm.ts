import {
  engine,
  type GradConfig,
  type KernelConfig,
  type NamedAttrMap,
  relu as positive,
  reshape,
  slice,
  type Tensor,
  type TensorInfo,
  tidy,
} from '@tensorflow/tfjs-core';
import { dataType } from '../graph/graph';
import { nativeOp } from './native-op';

interface BatchNormAttributes {
  readonly epsilon: number;
  /** Whether x is read as max(x, 0). Default false. */
  readonly relu?: boolean;
}

/** y, mean and population variance of a batch, by TensorFlow's fused kernel. x is [..., channels]. */
export const batchNormTraining: KernelConfig = {
  kernelName: 'PolyheadBatchNormTraining',
  backendName: 'tensorflow',
  kernelFunc: ({ inputs, attrs, backend }) => {
    const { x, gamma, beta } = inputs as { x: Tensor; gamma: Tensor; beta: Tensor };
    const { epsilon, relu = false } = attrs as unknown as BatchNormAttributes;
    return tidy(() => {
      const input = relu ? positive(x) : x;
      const empty = slice(reshape(gamma, [gamma.size]), [0], [0]);
      const [y, , , mean, variance] = fused(
        backend,
        'FusedBatchNormV3',
        [asImage(input), gamma, beta, empty, empty],
        6,
        epsilon,
      ) as [Tensor, Tensor, Tensor, Tensor, Tensor];
      return [reshape(y, x.shape), mean, variance];
    }) as TensorInfo[];
  },
};

/** dx, dgamma and dbeta of {@link batchNormTraining}. */
export const batchNormGrad: KernelConfig = {
  kernelName: 'PolyheadBatchNormGrad',
  backendName: 'tensorflow',
  kernelFunc: ({ inputs, attrs, backend }) => {
    const { dy, x, gamma, mean, variance } = inputs as Record<'dy' | 'x' | 'gamma' | 'mean' | 'variance', Tensor>;
    const { epsilon, relu = false } = attrs as unknown as BatchNormAttributes;
    return tidy(() => {
      const input = relu ? positive(x) : x;
      const [dInput, dgamma, dbeta] = fused(
        backend,
        'FusedBatchNormGradV3',
        [asImage(dy), asImage(input), gamma, mean, variance, mean],
        5,
        epsilon,
      ) as [Tensor, Tensor, Tensor];
      const dx = reshape(dInput, x.shape);
      return [relu ? engine().runKernel('PolyheadReluGrad', { dy: dx, x: input }) : dx, dgamma, dbeta];
    }) as TensorInfo[];
  },
};

/** The gradient that tfjs runs for {@link batchNormTraining}, on whichever backend has the kernels. */
export const batchNormGradient: GradConfig = {
  kernelName: 'PolyheadBatchNormTraining',
  inputsToSave: ['x', 'gamma'],
  outputsToSave: [false, true, true],
  gradFunc: (dy, saved, attrs) => {
    const [x, gamma, mean, variance] = saved as [Tensor, Tensor, Tensor, Tensor];
    const inputs = { dy: (dy as Tensor[])[0] as Tensor, x, gamma, mean, variance };
    const [dx, dgamma, dbeta] = engine().runKernel(
      'PolyheadBatchNormGrad',
      inputs,
      attrs as NamedAttrMap,
    ) as unknown as [Tensor, Tensor, Tensor];
    return { x: () => dx, gamma: () => dgamma, beta: () => dbeta };
  },
};

function fused(
  backend: unknown,
  op: string,
  inputs: readonly TensorInfo[],
  outputs: number,
  epsilon: number,
): TensorInfo[] {
  const { native, type, float, text, bool } = nativeOp(backend);
  const attributes = [
    type('T', dataType.float32),
    type('U', dataType.float32),
    float('epsilon', epsilon),
    text('data_format', 'NHWC'),
    bool('is_training', true),
  ];
  return native.executeMultipleOutputs(op, attributes, inputs, outputs);
}

/** [..., channels] as [rows, 1, 1, channels], the only rank that the fused kernels take. */
function asImage(x: Tensor): Tensor {
  return x.rank === 4 ? x : reshape(x, [-1, 1, 1, x.shape.at(-1) ?? 1]);
}

import type { TensorInfo } from '@tensorflow/tfjs-core';
import { getRuntime, type Runtime } from '../engine/runtime';
import { inverseDeviation, rowsOf } from './batch-norm-statistics';
import { normalize } from './batch-norm-training';
import { input, type WasmKernel } from './kernel-arguments';

/**
 * FusedBatchNorm with statistics per channel of the last axis: batch normalization in prediction. Other cases go to
 * tfjs' own kernel.
 */
export const fusedBatchNorm: WasmKernel = {
  name: 'FusedBatchNorm',
  compute(args, stock) {
    const [x, mean, variance] = [input(args, 'x'), input(args, 'mean'), input(args, 'variance')];
    const { scale, offset } = args.inputs as { scale?: TensorInfo | null; offset?: TensorInfo | null };
    const { channels } = rowsOf(x);
    const perChannel = [mean, variance, scale, offset].every(
      (tensor) =>
        tensor === undefined || tensor === null || (tensor.shape.length === 1 && tensor.shape[0] === channels),
    );
    if (x.dtype !== 'float32' || !perChannel) return stock(args);
    const runtime = getRuntime(args.backend);
    const y = runtime.output(x.shape);
    const gamma = toArray(runtime, scale, channels, 1);
    const inverse = inverseDeviation(runtime.read(variance), args.attrs.varianceEpsilon as number);
    normalize(
      runtime,
      x,
      y,
      [runtime.read(mean), inverse.map((value, c) => value * (gamma[c] ?? 1)), toArray(runtime, offset, channels, 0)],
      false,
    );
    return y;
  },
};

function toArray(
  runtime: Runtime,
  tensor: TensorInfo | null | undefined,
  length: number,
  otherwise: number,
): Float32Array {
  return tensor === undefined || tensor === null ? new Float32Array(length).fill(otherwise) : runtime.read(tensor);
}

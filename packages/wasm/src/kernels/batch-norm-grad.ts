import type { TensorInfo } from '@tensorflow/tfjs-core';
import { getRuntime, type Runtime } from '../engine/runtime';
import { inverseDeviation, layOut, rowsOf } from './batch-norm-statistics';
import { statistic } from './batch-norm-training';
import { input, type WasmKernel } from './kernel-arguments';
import { sumRows, chunksOf } from './sums';

/**
 * PolyheadBatchNormGrad: dy, x, gamma and the batch's own mean and variance -> dx, dgamma, dbeta; with relu, of max(x,
 * 0).
 */
export const batchNormGrad: WasmKernel = {
  name: 'PolyheadBatchNormGrad',
  compute(args) {
    const { epsilon, relu = false } = args.attrs as { epsilon: number; relu?: boolean };
    const runtime = getRuntime(args.backend);
    const statistics = { mean: input(args, 'mean'), variance: input(args, 'variance') };
    return batchNormGradient(runtime, input(args, 'dy'), input(args, 'x'), input(args, 'gamma'), statistics, {
      epsilon,
      relu,
    });
  },
};

/** dx, dgamma and dbeta of a batch normalization in training. */
export function batchNormGradient(
  runtime: Runtime,
  dy: TensorInfo,
  x: TensorInfo,
  gamma: TensorInfo,
  statistics: { mean: TensorInfo; variance: TensorInfo },
  options: { epsilon: number; relu: boolean },
): TensorInfo[] {
  const { rows, channels } = rowsOf(x);
  const inverse = inverseDeviation(runtime.read(statistics.variance), options.epsilon);
  const center = runtime.address(statistics.mean);
  const [ofDy, ofProduct] = sumRows(runtime, {
    x: runtime.address(x),
    g: runtime.address(dy),
    rows,
    channels,
    center,
    relu: options.relu,
  });
  const [ofGradients, ofValues] = gradientScales(runtime.read(gamma), inverse, ofDy, ofProduct, rows);
  const means = ofDy.map((sum) => sum / rows);
  const dx = runtime.output(x.shape);
  const chunks = chunksOf(rows);
  runtime.scratch(3 * channels * 4, (address) => {
    const [ofGradient = 0, ofValue = 0, meanGradient = 0] = layOut(runtime, address, [ofGradients, ofValues, means]);
    const addresses = {
      x: runtime.address(x),
      dy: runtime.address(dy),
      dx: runtime.address(dx),
      center,
      ofGradient,
      ofValue,
      meanGradient,
    };
    runtime.run(
      'normalizeGradient',
      { ...addresses, rows, channels, chunks, relu: Number(options.relu) },
      chunks,
      rows * channels,
    );
  });
  return [
    dx,
    statistic(
      runtime,
      ofProduct.map((sum, c) => sum * (inverse[c] ?? 0)),
    ),
    statistic(runtime, ofDy),
  ];
}

/**
 * Per channel, the three coefficients of dx = a dy + b (x - mean) + d, from the sums of dy and of dy (x - mean):
 * a = gamma / deviation, b = -a * sum(dy (x - mean)) / (rows * deviation^2), d = -a * sum(dy) / rows.
 */
export function gradientScales(
  gamma: ArrayLike<number>,
  inverse: Float64Array,
  ofDy: Float64Array,
  ofProduct: Float64Array,
  rows: number,
): [Float64Array, Float64Array, Float64Array] {
  // One row is its own mean: its normalization does not depend on it.
  const a = inverse.map((value, c) => (rows === 1 ? 0 : value * (gamma[c] ?? 1)));
  const b = a.map((value, c) => (-value * (ofProduct[c] ?? 0) * (inverse[c] ?? 0) ** 2) / rows);
  const d = a.map((value, c) => (-value * (ofDy[c] ?? 0)) / rows);
  return [a, b, d];
}

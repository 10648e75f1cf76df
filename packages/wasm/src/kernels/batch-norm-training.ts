import type { TensorInfo } from '@tensorflow/tfjs-core';
import { getRuntime, type Runtime } from '../engine/runtime';
import { inverseDeviation, layOut, rowsOf, statisticsOf } from './batch-norm-statistics';
import { input, type WasmKernel } from './kernel-arguments';
import { chunksOf } from './sums';

/**
 * PolyheadBatchNormTraining: x [..., C], gamma, beta -> y, mean, population variance of the batch; with relu, of max(x,
 * 0).
 */
export const batchNormTraining: WasmKernel = {
  name: 'PolyheadBatchNormTraining',
  compute(args) {
    const runtime = getRuntime(args.backend);
    const { epsilon, relu = false } = args.attrs as { epsilon: number; relu?: boolean };
    const x = input(args, 'x');
    const { mean, variance } = statisticsOf(runtime, x, relu);
    const inverse = inverseDeviation(variance, epsilon);
    const gamma = runtime.read(input(args, 'gamma'));
    const y = runtime.output(x.shape);
    normalize(
      runtime,
      x,
      y,
      [mean, inverse.map((value, c) => value * (gamma[c] ?? 1)), runtime.read(input(args, 'beta'))],
      relu,
    );
    return [y, statistic(runtime, mean), statistic(runtime, variance)];
  },
};

/** y = (x - center) * scale + offset, per channel; with relu, of max(x, 0). */
export function normalize(
  runtime: Runtime,
  x: TensorInfo,
  y: TensorInfo,
  coefficients: readonly ArrayLike<number>[],
  relu: boolean,
): void {
  const { rows, channels } = rowsOf(x);
  const chunks = chunksOf(rows);
  runtime.scratch(3 * channels * 4, (address) => {
    const [center = 0, scale = 0, offset = 0] = layOut(runtime, address, coefficients);
    runtime.run(
      'normalize',
      {
        x: runtime.address(x),
        y: runtime.address(y),
        center,
        scale,
        offset,
        rows,
        channels,
        chunks,
        relu: Number(relu),
      },
      chunks,
      rows * channels,
    );
  });
}

/** A tensor of one number per channel. */
export function statistic(runtime: Runtime, list: ArrayLike<number>): TensorInfo {
  const output = runtime.output([list.length]);
  runtime.write(output, list);
  return output;
}

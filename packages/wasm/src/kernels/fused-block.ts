import { getKernel, type KernelBackend, type TensorInfo } from '@tensorflow/tfjs-core';
import { getRuntime, type IntegerParameters, type Runtime } from '../engine/runtime';
import { batchNormGradient, gradientScales } from './batch-norm-grad';
import { inverseDeviation, layOut, rowsOf, statisticsOf } from './batch-norm-statistics';
import { normalize, statistic } from './batch-norm-training';
import { input, type KernelArguments, type WasmKernel } from './kernel-arguments';
import { sumChunks, sumRows } from './sums';

interface BlockAttributes {
  readonly epsilon: number;
  readonly poolSize: number;
}

/**
 * PolyheadReluBatchNormPool: maxPool(batchNorm(relu(x))) with the batch's statistics -> y, mean, variance. The
 * normalized image is never written.
 */
export const reluBatchNormPool: WasmKernel = {
  name: 'PolyheadReluBatchNormPool',
  compute(args) {
    const runtime = getRuntime(args.backend);
    const { mean, variance } = statisticsOf(runtime, input(args, 'x'), true);
    return [pooled(args, runtime, mean, variance), statistic(runtime, mean), statistic(runtime, variance)];
  },
};

/** PolyheadReluBatchNormPoolInference: the same with given statistics -> y. */
export const reluBatchNormPoolInference: WasmKernel = {
  name: 'PolyheadReluBatchNormPoolInference',
  compute(args) {
    const runtime = getRuntime(args.backend);
    return pooled(args, runtime, runtime.read(input(args, 'mean')), runtime.read(input(args, 'variance')));
  },
};

/** PolyheadReluBatchNormPoolGrad: dy, x, y, gamma, beta, mean, variance -> dx, dgamma, dbeta. */
export const reluBatchNormPoolGrad: WasmKernel = {
  name: 'PolyheadReluBatchNormPoolGrad',
  compute(args) {
    const runtime = getRuntime(args.backend);
    return rowsOf(input(args, 'x')).channels % 4 === 0 ? fusedGradient(args, runtime) : unfusedGradient(args, runtime);
  },
};

function pooled(
  args: KernelArguments,
  runtime: Runtime,
  mean: ArrayLike<number>,
  variance: ArrayLike<number>,
): TensorInfo {
  const { epsilon, poolSize } = args.attrs as unknown as BlockAttributes;
  const x = input(args, 'x');
  const gamma = runtime.read(input(args, 'gamma'));
  const scale = inverseDeviation(variance, epsilon).map((value, c) => value * (gamma[c] ?? 1));
  const coefficients = [mean, scale, runtime.read(input(args, 'beta'))];
  if ((x.shape[3] ?? 0) % 4 !== 0) return unfusedPool(args.backend, runtime, x, coefficients, poolSize);
  const [batch = 0, height = 0, width = 0, channels = 0] = x.shape;
  const y = runtime.output([batch, Math.floor(height / poolSize), Math.floor(width / poolSize), channels]);
  runtime.scratch(4 * channels * 4, (address) => {
    const [center = 0, scaleAt = 0, offset = 0, sign = 0] = layOut(runtime, address, [
      ...coefficients,
      gamma.map(Math.sign),
    ]);
    const addresses = {
      x: runtime.address(x),
      y: runtime.address(y),
      dy: 0,
      dx: 0,
      sums: 0,
      center,
      scale: scaleAt,
      offset,
      ofGradient: 0,
      sign,
    };
    runtime.run(
      'normalizedPool',
      { ...addresses, height, width, channels, window: poolSize, allPositive: allPositive(gamma) },
      batch * (y.shape[1] ?? 0),
      batch * height * width * channels,
    );
  });
  return y;
}

function allPositive(gamma: Float32Array): number {
  return Number(gamma.every((value) => value > 0));
}

// Channels that are no multiple of 4: normalize, then pool, as separate kernels.
function unfusedPool(
  backend: KernelBackend,
  runtime: Runtime,
  x: TensorInfo,
  coefficients: readonly ArrayLike<number>[],
  poolSize: number,
): TensorInfo {
  const normalized = runtime.output(x.shape);
  normalize(runtime, x, normalized, coefficients, true);
  const y = runPool(backend, 'MaxPool', { x: normalized }, poolSize);
  backend.disposeData(normalized.dataId);
  return y;
}

function runPool(
  backend: KernelBackend,
  name: string,
  inputs: Record<string, TensorInfo>,
  poolSize: number,
): TensorInfo {
  const attrs = { filterSize: [poolSize, poolSize], strides: [poolSize, poolSize], pad: 'valid' };
  return getKernel(name, 'wasm').kernelFunc({ inputs, attrs, backend }) as TensorInfo;
}

function unfusedGradient(args: KernelArguments, runtime: Runtime): TensorInfo[] {
  const { epsilon, poolSize } = args.attrs as unknown as BlockAttributes;
  const [x, gamma, mean, variance] = [
    input(args, 'x'),
    input(args, 'gamma'),
    input(args, 'mean'),
    input(args, 'variance'),
  ];
  const inverse = inverseDeviation(runtime.read(variance), epsilon);
  const weights = runtime.read(gamma);
  const scale = inverse.map((value, c) => value * (weights[c] ?? 1));
  const normalized = runtime.output(x.shape);
  normalize(runtime, x, normalized, [runtime.read(mean), scale, runtime.read(input(args, 'beta'))], true);
  const spread = runPool(
    args.backend,
    'MaxPoolGrad',
    { dy: input(args, 'dy'), input: normalized, output: input(args, 'y') },
    poolSize,
  );
  const gradients = batchNormGradient(runtime, spread, x, gamma, { mean, variance }, { epsilon, relu: true });
  [normalized, spread].forEach(({ dataId }) => args.backend.disposeData(dataId));
  return gradients;
}

function fusedGradient(args: KernelArguments, runtime: Runtime): TensorInfo[] {
  const { epsilon, poolSize: window } = args.attrs as unknown as BlockAttributes;
  const [x, dy] = [input(args, 'x'), input(args, 'dy')];
  const [batch = 0, height = 0, width = 0, channels = 0] = x.shape;
  const dx = runtime.output(x.shape);
  const gamma = runtime.read(input(args, 'gamma'));
  const inverse = inverseDeviation(runtime.read(input(args, 'variance')), epsilon);
  return runtime.scratch(4 * channels * 4 + batch * channels * 16, (address) => {
    const sums = address + 4 * channels * 4;
    const center = runtime.address(input(args, 'mean'));
    const addresses = (lists: readonly ArrayLike<number>[]): IntegerParameters<'normalizedPoolGradient'> => {
      const [ofGradient = 0, scale = 0, offset = 0, sign = 0] = layOut(runtime, address, [
        ...lists,
        gamma.map(Math.sign),
      ]);
      return {
        x: runtime.address(x),
        y: 0,
        dy: runtime.address(dy),
        dx: runtime.address(dx),
        sums,
        center,
        scale,
        offset,
        ofGradient,
        sign,
        height,
        width,
        channels,
        window,
        allPositive: allPositive(gamma),
      };
    };
    const [ofDy, ofProduct] = pooledSums(args, runtime, gamma, inverse, () => {
      runtime.run('normalizedPoolSums', addresses([gamma, gamma, gamma]), batch, batch * height * width * channels);
      return sumChunks(runtime, sums, batch, channels);
    });
    const scales = gradientScales(gamma, inverse, ofDy, ofProduct, batch * height * width);
    // An image whose rows are fewer than the window has no row of windows: its gradient is that of the statistics
    // alone, which is 0.
    if (dy.shape[1] === 0 || dy.shape[2] === 0) runtime.write(dx, new Float32Array(batch * height * width * channels));
    else
      runtime.run(
        'normalizedPoolGradient',
        addresses(scales),
        batch * (dy.shape[1] ?? 0),
        2 * batch * height * width * channels,
      );
    return [
      dx,
      statistic(
        runtime,
        ofProduct.map((sum, c) => sum * (inverse[c] ?? 0)),
      ),
      statistic(runtime, ofDy),
    ];
  });
}

/**
 * Below this, relative to 1 + |beta|, the pooled value is no longer exact enough to find x - mean by dividing by gamma.
 */
const SMALL_GAMMA = 0.05;

// Sums of dy and of dy (x - mean) over the chosen pixels: from the small pooled image where gamma allows it, from x
// itself where not.
function pooledSums(
  args: KernelArguments,
  runtime: Runtime,
  gamma: Float32Array,
  inverse: Float64Array,
  fromInput: () => [Float64Array, Float64Array],
): [Float64Array, Float64Array] {
  const beta = runtime.read(input(args, 'beta'));
  if (gamma.some((value, c) => !(Math.abs(value) > SMALL_GAMMA * (1 + Math.abs(beta[c] ?? 0))))) return fromInput();
  const y = input(args, 'y');
  const { rows, channels } = rowsOf(y);
  const [ofDy, ofProduct] = sumRows(runtime, {
    x: runtime.address(y),
    g: runtime.address(input(args, 'dy')),
    rows,
    channels,
    center: runtime.address(input(args, 'beta')),
    relu: false,
  });
  return [ofDy, ofProduct.map((sum, c) => sum / ((gamma[c] ?? 1) * (inverse[c] ?? 1)))];
}

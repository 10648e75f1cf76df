import * as tf from '@tensorflow/tfjs-core';

/** One kernel at one shape. */
export interface KernelCase {
  readonly kernel: string;
  /** Where in the network, and the shape. */
  readonly shape: string;
  /**
   * Multiplications and additions, counted by the textbook's sums, whatever the kernel does; 0 where the kernel waits
   * for memory.
   */
  readonly operations: number;
  /** Numbers that must be read and written at least. */
  readonly numbers: number;
  /** Makes the inputs. */
  readonly inputs: () => Readonly<Record<string, tf.Tensor>>;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Whether the kernel writes into its inputs, so that each run needs new ones; default false. */
  readonly consumes?: boolean;
}

/** A block of the article's network: convolution, ReLU, batch normalization, pooling. */
interface Block {
  readonly side: number;
  readonly from: number;
  readonly to: number;
  readonly pool: number;
}

const count = (shape: readonly number[]): number => shape.reduce((product, side) => product * side, 1);
const taps = 9;

/** The kernels that take most of a step with the article's network, at its shapes. */
export function kernelCases(batch: number, size: number): readonly KernelCase[] {
  const sides = [size, Math.floor(size / 3), Math.floor(Math.floor(size / 3) / 2)];
  const blocks = [
    [3, 16, 3],
    [16, 32, 2],
    [32, 32, 2],
  ].map(([from = 0, to = 0, pool = 0], index): Block => ({ side: sides[index] ?? 0, from, to, pool }));
  const flat = 32 * Math.floor((sides[2] ?? 0) / 2) ** 2;
  const convolutions = blocks.flatMap((block, index) => convolution(batch, block, index > 0));
  return [
    ...convolutions,
    ...blocks.flatMap((block) => normalization(batch, block)),
    ...dense(batch, flat),
    ...elementwise(batch, flat, blocks),
  ];
}

function convolution(batch: number, { side, from, to }: Block, inputGradient: boolean): KernelCase[] {
  const [xShape, dyShape, filterShape] = [
    [batch, side, side, from],
    [batch, side, side, to],
    [3, 3, from, to],
  ];
  const attributes = { strides: [1, 1], pad: 'same', dataFormat: 'NHWC', dilations: [1, 1] };
  const counts = {
    shape: `${side} x ${side}, ${from} to ${to}`,
    operations: 2 * taps * from * count(dyShape),
    numbers: count(xShape) + count(dyShape),
  };
  const forward = {
    ...counts,
    kernel: 'Conv2D',
    inputs: () => ({ x: random(xShape), filter: random(filterShape) }),
    attributes,
  };
  const ofFilter = {
    ...counts,
    kernel: 'Conv2DBackpropFilter',
    inputs: () => ({ x: random(xShape), dy: random(dyShape) }),
    attributes: { ...attributes, filterShape },
  };
  const ofInput = {
    ...counts,
    kernel: 'Conv2DBackpropInput',
    inputs: () => ({ dy: random(dyShape), filter: random(filterShape) }),
    attributes: { ...attributes, inputShape: xShape },
  };
  return inputGradient ? [forward, ofFilter, ofInput] : [forward, ofFilter];
}

function normalization(batch: number, { side, to, pool }: Block): KernelCase[] {
  const [xShape, yShape] = [
    [batch, side, side, to],
    [batch, Math.floor(side / pool), Math.floor(side / pool), to],
  ];
  const shape = `${side} x ${side} x ${to}, pool ${pool}`;
  const [pixels, pooled] = [count(xShape), count(yShape)];
  const ones = (): tf.Tensor => tf.ones([to]);
  const attributes = { epsilon: 1e-3, poolSize: pool };
  return [
    {
      kernel: 'PolyheadReluBatchNormPool',
      shape,
      operations: 0,
      numbers: pixels + pooled,
      inputs: () => ({ x: random(xShape), gamma: ones(), beta: tf.zeros([to]) }),
      attributes,
    },
    {
      kernel: 'PolyheadReluBatchNormPoolGrad',
      shape,
      operations: 0,
      numbers: 2 * pixels + 2 * pooled,
      attributes,
      inputs: () => {
        const [x, gamma, beta] = [random(xShape), ones(), tf.zeros([to])];
        const [y, mean, variance] = tf
          .engine()
          .runKernel('PolyheadReluBatchNormPool', { x, gamma, beta }, attributes) as [tf.Tensor, tf.Tensor, tf.Tensor];
        return { dy: random(yShape), x, y, gamma, beta, mean, variance };
      },
    },
    {
      kernel: 'MaxPoolGrad',
      shape,
      operations: 0,
      numbers: 2 * pixels + 2 * pooled,
      attributes: { filterSize: [pool, pool], strides: [pool, pool], pad: 'valid' },
      inputs: () => {
        const input = random(xShape) as tf.Tensor4D;
        return { dy: random(yShape), input, output: tf.maxPool(input, pool, pool, 'valid') };
      },
    },
    {
      kernel: 'Sum',
      shape: `${side} x ${side} x ${to}, over pixels`,
      operations: 0,
      numbers: pixels,
      inputs: () => ({ x: random(xShape) }),
      attributes: { axis: [0, 1, 2], keepDims: false },
    },
  ];
}

function dense(batch: number, flat: number): KernelCase[] {
  const units = 128;
  const counts = {
    shape: `${batch} x ${flat} x ${units}`,
    operations: 2 * batch * flat * units,
    numbers: batch * (flat + units) + flat * units,
  };
  return [
    {
      ...counts,
      kernel: '_FusedMatMul',
      inputs: () => ({ a: random([1, batch, flat]), b: random([1, flat, units]), bias: random([units]) }),
      attributes: { transposeA: false, transposeB: false, activation: 'linear' },
    },
    {
      ...counts,
      kernel: 'BatchMatMul',
      shape: `${counts.shape}, of weights`,
      inputs: () => ({ a: random([1, batch, flat]), b: random([1, batch, units]) }),
      attributes: { transposeA: true, transposeB: false },
    },
    {
      ...counts,
      kernel: 'BatchMatMul',
      shape: `${counts.shape}, of inputs`,
      inputs: () => ({ a: random([1, batch, units]), b: random([1, flat, units]) }),
      attributes: { transposeA: false, transposeB: true },
    },
  ];
}

function elementwise(batch: number, flat: number, [, second]: readonly Block[]): KernelCase[] {
  const [side, weights] = [second?.side ?? 0, [flat, 128]];
  const image = [batch, side, side, second?.from ?? 0];
  const adam = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7, stepSize: 1e-4, secondScale: 1 };
  return [
    {
      kernel: 'PolyheadDropout',
      shape: image.join(' x '),
      operations: 0,
      numbers: 2 * count(image),
      inputs: () => ({ x: random(image) }),
      attributes: { rate: 0.25, seed: 1, step: 1 },
    },
    {
      kernel: 'PolyheadAdam',
      shape: weights.join(' x '),
      operations: 0,
      numbers: 7 * count(weights),
      inputs: () => ({ weight: random(weights), gradient: random(weights), m: random(weights), v: tf.ones(weights) }),
      attributes: adam,
      consumes: true,
    },
  ];
}

function random(shape: readonly number[]): tf.Tensor {
  return tf.randomUniform([...shape], -1, 1, 'float32', 1);
}

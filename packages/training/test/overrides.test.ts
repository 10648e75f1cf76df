// What the layers of a network do while it trains, seen through its outputs.
import fc from 'fast-check';
import { type Batch, regression } from '@polyhead/core';
import * as tf from '@tensorflow/tfjs-core';
import { initializers, layers, model as makeModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { eagerStep, sgd, trainFunction } from '@polyhead/training';
import { networkOf, useCpu } from './support/tiny-network';

type AnyLayer = layers.Layer;
const SIZE = 60;

/**
 * A network of these layers alone, between images of 1 x 60 pixels and 60 numbers, and what one training pass makes
 * of images that are all 1.
 */
async function outputsOf(
  stack: AnyLayer[],
  { seed = 7, step = 0, rows = 20, shape = [1, SIZE, 1] as const } = {},
): Promise<number[]> {
  const input = layers.input({ shape: [...shape], name: 'images' } as never) as SymbolicTensor;
  const units = shape[0] * shape[1] * shape[2];
  const last = [
    layers.flatten(),
    layers.dense({ units, kernelInitializer: initializers.identity({}) }),
    layers.activation({ activation: 'linear' }),
  ];
  const output = [...stack, ...last].reduce((x, layer) => layer.apply(x) as SymbolicTensor, input);
  const task = { ...regression(), units };
  const network = networkOf(makeModel({ inputs: input, outputs: output }), { all: task }, shape);
  const made = await eagerStep(network, { optimizer: sgd(), seed });
  const batch: Batch<'all'> = {
    size: rows,
    images: new Uint8Array(rows * units).fill(255),
    targets: { all: new Float32Array(rows * units) },
    labels: { all: new Float64Array(rows) },
    indices: Uint32Array.from({ length: rows }, (_, row) => row),
  };
  const { outputs } = await made.run(batch, { learningRate: 0, step });
  await made.dispose();
  network.dispose();
  return Array.from(outputs.all);
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const variance = (values: readonly number[]) => mean(values.map((value) => (value - mean(values)) ** 2));

beforeAll(useCpu);

describe('dropout', () => {
  it.each([0.1, 0.25, 0.5, 0.9])(
    'drops a share of %d, keeps the mean, and draws again for each seed, step and layer',
    async (rate) => {
      const values = await outputsOf([layers.dropout({ rate })], { rows: 60 });
      const kept = Math.fround(1 / (1 - rate));
      expect(values.every((value) => value === 0 || Math.abs(value - kept) < 1e-5)).toBe(true);
      expect(Math.abs(values.filter((value) => value === 0).length / values.length - rate)).toBeLessThan(0.03);
      const others = await Promise.all([
        outputsOf([layers.dropout({ rate })], { rows: 60, seed: 8 }),
        outputsOf([layers.dropout({ rate })], { rows: 60, step: 1 }),
        outputsOf([layers.activation({ activation: 'linear' }), layers.dropout({ rate })], { rows: 60 }),
      ]);
      for (const other of others) {
        const both = other.filter((value, index) => value === 0 && values[index] === 0).length / values.length;
        expect(Math.abs(both - rate ** 2)).toBeLessThan(0.03); // independent
      }
    },
  );

  it('drops whole rows of a noise shape, and whole channels when spatial', async () => {
    const whole = await outputsOf([layers.dropout({ rate: 0.5, noiseShape: [null, 1, 1, 1] } as never)], { rows: 40 });
    const rows = Array.from(
      { length: 40 },
      (_, row) => new Set(whole.slice(row * SIZE, (row + 1) * SIZE).map(Math.round)),
    );
    expect(rows.every((row) => row.size === 1)).toBe(true);
    expect(new Set(rows.map((row) => [...row][0]))).toEqual(new Set([0, 2]));
    const spatial = await outputsOf(
      [layers.reshape({ targetShape: [12, 5] }), layers.spatialDropout1d({ rate: 0.5 })] as never,
      { rows: 10 },
    );
    const channels = Array.from(
      { length: 50 },
      (_, channel) =>
        new Set(
          Array.from({ length: 12 }, (__, position) =>
            Math.round(spatial[Math.floor(channel / 5) * SIZE + position * 5 + (channel % 5)]!),
          ),
        ),
    );
    expect(channels.every((channel) => channel.size === 1)).toBe(true);
  });

  it('of other kinds keeps mean and variance as their papers say', async () => {
    const gaussian = await outputsOf([layers.gaussianDropout({ rate: 0.2 })] as never, { rows: 60 });
    expect(mean(gaussian)).toBeCloseTo(1, 1);
    expect(Math.abs(variance(gaussian) - 0.25)).toBeLessThan(0.03);
    const noise = await outputsOf([layers.gaussianNoise({ stddev: 0.5 })] as never, { rows: 60 });
    expect(mean(noise)).toBeCloseTo(1, 1);
    expect(Math.abs(variance(noise) - 0.25)).toBeLessThan(0.03);
    const alpha = await outputsOf([layers.alphaDropout({ rate: 0.1 })] as never, { rows: 60 });
    expect(new Set(alpha.map((value) => value.toFixed(4))).size).toBe(2);
  });

  it('does not touch a rate of 0', async () => {
    expect(new Set(await outputsOf([layers.dropout({ rate: 0 })]))).toEqual(new Set([1]));
  });

  it('throws when traced where its noise would be frozen', () => {
    const input = layers.input({ shape: [1, 2, 1], name: 'images' } as never) as SymbolicTensor;
    const output = [layers.dropout({ rate: 0.5 }), layers.flatten(), layers.dense({ units: 1 })].reduce(
      (x, layer) => layer.apply(x) as SymbolicTensor,
      input,
    );
    const network = networkOf(makeModel({ inputs: input, outputs: output }), { age: regression() }, [1, 2, 1]);
    const step = trainFunction(network, { optimizer: sgd(), seed: 1 });
    const traced = () =>
      tf.tidy(
        () =>
          void step.run(
            tf.zeros([1, 1, 2, 1], 'int32'),
            { age: tf.zeros([1, 1]) },
            { learningRate: tf.scalar(1), step: tf.scalar(0, 'int32') },
          ),
      );
    expect(traced).toThrow('the step cannot be traced, as PolyheadDropoutAtStep is not there for the cpu backend');
    step.dispose();
  });
});

describe('batch normalization', () => {
  const layer = (options: object) => layers.batchNormalization(options);
  it('normalizes over every axis but its own, with any epsilon', async () => {
    const values = await outputsOf([layers.dropout({ rate: 0.5 }), layer({ axis: 2, epsilon: 1e-6 })], { rows: 50 });
    const columns = Array.from({ length: SIZE }, (_, column) => values.filter((__, index) => index % SIZE === column));
    for (const column of columns)
      expect([Math.abs(mean(column)), Math.abs(variance(column) - 1)].every((error) => error < 1e-4)).toBe(true);
  });

  it('does without gamma and beta', async () => {
    expect(Math.max(...(await outputsOf([layer({ scale: false, center: false })])).map(Math.abs))).toBeLessThan(1e-3);
  });

  it('has the gradient of its formula, on any shape and axis', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 2, max: 4 }), { minLength: 2, maxLength: 4 }),
        fc.nat({ max: 9 }),
        fc.integer({ min: 1, max: 999 }),
        async (shape, place, seed) => {
          const axis = 1 + (place % (shape.length - 1));
          const norm = layer({ axis, epsilon: 0.1 });
          const gradient = gradientThrough(norm, shape, seed);
          const composed = composedGradient(shape, axis, seed);
          // float32: the error of a gradient in the thousands is a few ten-thousandths
          const size = Math.max(1, ...composed.map(Math.abs));
          expect(Math.max(...gradient.map((value, index) => Math.abs(value - composed[index]!))) / size).toBeLessThan(
            2e-5,
          );
        },
      ),
      { numRuns: 20 },
    );
  });
});

/** Any image of a seed, and the gradient of a sum of squares of what follows. */
const imageOf = (shape: number[], seed: number) => tf.randomUniform(shape, -1, 1, 'float32', String(seed));
const weighted = (y: tf.Tensor) =>
  tf.sum(tf.mul(tf.square(y), tf.reshape(tf.range(1, y.size + 1), y.shape))) as tf.Scalar;

/** Gradient by the layer's input, as training overrides the layer. */
function gradientThrough(norm: AnyLayer, shape: number[], seed: number): number[] {
  const x = layers.input({ batchShape: shape, name: 'x' } as never) as SymbolicTensor;
  const y = norm.apply(x) as SymbolicTensor;
  const network = networkOf(makeModel({ inputs: x, outputs: y }), { all: regression() }, [1, 1, 1]);
  const step = trainFunction(network, { optimizer: sgd(), seed: 1 });
  const apply = network.model.apply.bind(network.model);
  let gradient: number[] = [];
  // layers are replaced while the step runs, so it is measured from inside of a step, which then ends
  network.model.apply = () => {
    const through = tf.grad((image) => weighted(apply(image, { training: true }) as tf.Tensor));
    gradient = tf.tidy(() => Array.from(through(imageOf(shape, seed)).dataSync()));
    throw new Error('measured');
  };
  const clock = { learningRate: tf.scalar(0), step: tf.scalar(0, 'int32'), numbers: { learningRate: 0, step: 0 } };
  expect(() => step.run(tf.zeros([1, 1, 1, 1], 'int32'), { all: tf.zeros([1, 1]) }, clock)).toThrow('measured');
  step.dispose();
  network.dispose();
  return gradient;
}

function composedGradient(shape: number[], axis: number, seed: number): number[] {
  const others = shape.map((_, index) => index).filter((index) => index !== axis);
  const normalize = (x: tf.Tensor) => {
    const { mean: center, variance: spread } = tf.moments(x, others, true);
    return tf.div(tf.sub(x, center), tf.sqrt(tf.add(spread, 0.1)));
  };
  return tf.tidy(() =>
    Array.from(
      tf
        .grad((x) => weighted(normalize(x)))(imageOf(shape, seed))
        .dataSync(),
    ),
  );
}

// Any tfjs-layers model of feed-forward layers trains compiled as it trains eagerly: the same losses and weights,
// dropout on.
import {
  buildNetwork,
  branch,
  convBlock,
  denseBlock,
  flatten,
  globalAveragePool,
  layerScale,
  noTrunk,
  residualBlock,
  separableBlock,
  sharedTrunk,
  squeezeExcite,
  stochasticDepth,
} from '@polyhead/model';
import { binary, classification, type LossName, regression, type TaskMap } from '@polyhead/core';
import { compile, compiledStep, useTensorFlow } from '@polyhead/tensorflow';
import { adam, adamW, eagerStep, type Optimizer, sgd, type TrainStep } from '@polyhead/training';
import * as tf from '@tensorflow/tfjs-core';
import { layers, type LayersModel, model as makeModel, sequential, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { networkOf, tinySource } from '../../training/test/support/tiny-network';
import { describeNative } from './native';

const shape = [8, 8, 3] as const;
const tasks = { age: regression({ scale: 40 }), kind: classification(['a', 'b', 'c']) };

/**
 * Trains a network eagerly and compiled side by side; both go on from the same state at every step, so that rounding
 * cannot build up where a network blows it up.
 */
async function expectSameTraining<Tasks extends TaskMap>(
  map: Tasks,
  build: () => LayersModel,
  optimizer: Optimizer,
  steps = 8,
): Promise<void> {
  const make = (factory: typeof eagerStep): Promise<TrainStep<Tasks>> =>
    factory(networkOf(build(), map, shape), { optimizer, seed: 3 });
  const [eager, compiled] = [await make(eagerStep), await make(compiledStep)];
  let step = 0;
  for await (const batch of tinySource(map, { size: 6 * steps - 3, batchSize: 6, shape }).batches(0)) {
    const at = { learningRate: 0.01, step: step++ };
    const [expected, result] = [await eager.run(batch, at), await compiled.run(batch, at)];
    expectClose([result.loss], [expected.loss]);
    const [wanted, state] = [await eager.readState(), await compiled.readState()];
    for (const part of ['weights', 'optimizer'] as const)
      state[part].forEach(({ values }, index) => expectClose(values, wanted[part][index]!.values));
    await compiled.writeState(wanted);
  }
  expect(step).toBe(steps);
  await Promise.all([eager.dispose(), compiled.dispose()]);
}

function expectClose(values: ArrayLike<number>, expected: ArrayLike<number>): void {
  const worst = Array.from(values).reduce(
    (most, value, index) =>
      Math.max(most, Math.abs(value - expected[index]!) / Math.max(1, Math.abs(expected[index]!))),
    0,
  );
  expect(worst).toBeLessThan(2e-4);
}

/** A model on images with the outputs of `tasks`. */
function functional(body: (x: SymbolicTensor) => SymbolicTensor): LayersModel {
  const input = layers.input({ shape: [...shape], name: 'image' } as never) as unknown as SymbolicTensor;
  const x = body(input);
  const age = layers.dense({ units: 1, activation: 'sigmoid' }).apply(x) as SymbolicTensor;
  const kind = layers
    .activation({ activation: 'softmax' })
    .apply(layers.dense({ units: 3 }).apply(x)) as SymbolicTensor;
  return makeModel({ inputs: input, outputs: [age, kind] });
}

/** The same with weights that do not change from run to run. */
const seeded = (body: (x: SymbolicTensor) => SymbolicTensor): LayersModel => withSeededWeights(functional(body));

function withSeededWeights(model: LayersModel): LayersModel {
  tf.tidy(() =>
    model.setWeights(
      model
        .getWeights()
        .map((weight, index) =>
          weight.rank > 1 ? tf.randomUniform(weight.shape, -0.3, 0.3, 'float32', index + 1) : weight.clone(),
        ),
    ),
  );
  return model;
}

const through =
  (...stack: unknown[]) =>
  (x: SymbolicTensor) =>
    (stack as layers.Layer[]).reduce((y, layer) => layer.apply(y) as SymbolicTensor, x);
const conv = (filters: number, options = {}) =>
  layers.conv2d({ filters, kernelSize: 3, padding: 'same', useBias: true, ...options });

const networks: Record<string, (x: SymbolicTensor) => SymbolicTensor> = {
  dense: (x) =>
    through(
      layers.flatten(),
      layers.dense({ units: 16, activation: 'relu' }),
      layers.dropout({ rate: 0.3 }),
      layers.dense({ units: 8, activation: 'elu' }),
    )(x),
  'VGG-like': (x) =>
    through(
      conv(4, { activation: 'relu' }),
      conv(4, { activation: 'relu' }),
      layers.maxPooling2d({ poolSize: 2 }),
      conv(8),
      layers.reLU(),
      layers.batchNormalization(),
      layers.dropout({ rate: 0.25 }),
      layers.averagePooling2d({ poolSize: 2 }),
      layers.flatten(),
    )(x),
  residual: (x) => {
    const first = through(conv(6), layers.batchNormalization(), layers.reLU())(x);
    const second = through(conv(6, { strides: 2 }), layers.batchNormalization())(first);
    const short = through(layers.conv2d({ filters: 6, kernelSize: 1, strides: 2 }))(first);
    return through(
      layers.reLU(),
      layers.globalAveragePooling2d({}),
    )(layers.add().apply([second, short]) as SymbolicTensor);
  },
  'separable and depthwise': (x) =>
    through(
      layers.separableConv2d({ filters: 6, kernelSize: 3, depthMultiplier: 2 }),
      layers.depthwiseConv2d({ kernelSize: 3 }),
      layers.leakyReLU(),
      layers.globalMaxPooling2d({}),
    )(x),
  'squeeze-and-excite': (x) => {
    const features = through(conv(6, { activation: 'relu6' }))(x);
    const gate = through(
      layers.globalAveragePooling2d({}),
      layers.dense({ units: 2, activation: 'relu' }),
      layers.dense({ units: 6, activation: 'sigmoid' }),
      layers.reshape({ targetShape: [1, 1, 6] }),
    )(features);
    return through(layers.flatten())(layers.multiply().apply([features, gate]) as SymbolicTensor);
  },
  'shared layers': (x) => {
    const [shared, dense] = [conv(4), layers.dense({ units: 8, activation: 'tanh' })];
    const [once, twice] = [through(shared)(x), through(conv(3), shared)(x)];
    return layers.concatenate().apply([once, twice].map((y) => through(layers.flatten(), dense)(y))) as SymbolicTensor;
  },
  'a model within': (x) =>
    through(
      sequential({
        layers: [
          layers.conv2d({ inputShape: [...shape], filters: 4, kernelSize: 3 }),
          layers.batchNormalization(),
          layers.dropout({ rate: 0.5 }),
        ] as never,
      }),
      layers.flatten(),
    )(x),
  'other activations': (x) =>
    through(
      conv(4, { activation: 'selu' }),
      layers.prelu({}),
      conv(4, { activation: 'softplus' }),
      layers.zeroPadding2d({}),
      layers.upSampling2d({ size: [2, 2] }),
      layers.globalAveragePooling2d({}),
      layers.layerNormalization(),
      layers.dense({ units: 6, activation: 'hardSigmoid', kernelRegularizer: 'l1l2' }),
      layers.dense({ units: 6, activation: 'softsign', kernelConstraint: 'unitNorm' }),
    )(x),
};

/** Networks in which rounding stays rounding, with dropout. */
const wellConditioned: Record<string, () => LayersModel> = {
  dense: () => seeded(networks['dense']!),
  residual: () => seeded((x) => through(layers.dropout({ rate: 0.3 }))(networks['residual']!(x))),
  'our own blocks': () => {
    const blocks = () =>
      branch([
        convBlock(4, { dropout: 0.25 }),
        residualBlock(6, { stochasticDepth: 0.25 }),
        globalAveragePool(),
        denseBlock(8, { dropout: 0.5 }),
      ]);
    return buildNetwork({
      name: 'all',
      tasks,
      imageShape: [...shape],
      trunk: sharedTrunk([convBlock(4)]),
      branches: { age: blocks(), kind: blocks() },
      seed: 5,
    }).model;
  },
};

describeNative('networks', () => {
  beforeAll(() => useTensorFlow());

  it.each(Object.entries(wellConditioned))(
    '20 steps on their own, dropout on, end where eager ones end: losses within 1e-3 of each other: %s',
    async (_, build) => {
      const losses = async (factory: typeof eagerStep): Promise<number[]> => {
        const step = await factory(networkOf(build(), tasks, shape), { optimizer: adam(), seed: 3 });
        const seen: number[] = [];
        for await (const batch of tinySource(tasks, { size: 157, batchSize: 8, shape }).batches(0))
          seen.push((await step.run(batch, { learningRate: 0.003, step: seen.length })).loss);
        await step.dispose();
        return seen;
      };
      const [expected, compiled] = [await losses(eagerStep), await losses(compiledStep)];
      expect(compiled.length).toBe(20);
      compiled.forEach((loss, index) =>
        expect(Math.abs(loss - expected[index]!) / expected[index]!).toBeLessThan(1e-3),
      );
      expect(new Set(expected.map((loss) => loss.toFixed(4))).size).toBe(20); // it does learn, or at least moves
    },
  );

  it.each(Object.entries(networks))('%s', async (name, body) => {
    await expectSameTraining(
      tasks,
      () => seeded(body),
      sgd({ momentum: 0.9 }),
      name === 'dense' || name === 'squeeze-and-excite' ? 20 : 8,
    );
  });

  it('our own blocks', async () => {
    const blocks = () =>
      branch([
        convBlock(4, { dropout: 0.25 }),
        residualBlock(6, { initialScale: 0.1, stochasticDepth: 0.25 }),
        separableBlock(6),
        layerScale(),
        stochasticDepth(0.3),
        squeezeExcite(),
        globalAveragePool(),
        denseBlock(8, { dropout: 0.5 }),
      ]);
    const build = () =>
      buildNetwork({
        name: 'all',
        tasks,
        imageShape: [...shape],
        trunk: sharedTrunk([convBlock(4)]),
        branches: { age: blocks(), kind: blocks() },
        seed: 5,
      }).model;
    await expectSameTraining(tasks, build, sgd(), 20);
  });

  it.each<[string, Optimizer]>([
    ['adam', adam()],
    ['adam, values clipped', adam({ clipValue: 0.1 })],
    ['adam, norms clipped', adam({ clipNorm: 0.1 })],
    ['adamW', adamW({ weightDecay: 0.01, exclude: ['bias'] })],
    ['sgd', sgd()],
    ['nesterov', sgd({ momentum: 0.9, nesterov: true })],
  ])('%s', async (_, optimizer) => {
    const build = () =>
      seeded(through(layers.flatten(), layers.dense({ units: 8, activation: 'relu' }), layers.dropout({ rate: 0.5 })));
    await expectSameTraining(tasks, build, optimizer);
  });

  it.each<LossName>([
    'binaryCrossentropy',
    'binaryFocalCrossentropy',
    'categoricalCrossentropy',
    'categoricalFocalCrossentropy',
    'huber',
    'meanAbsoluteError',
    'meanSquaredError',
  ])('loss %s', async (loss) => {
    const map = {
      one: loss.startsWith('binary')
        ? binary(['x', 'y'], { loss: loss as never })
        : loss.startsWith('categorical')
          ? classification(['a', 'b', 'c'], { loss: loss as never })
          : regression({ loss: loss as never, scale: 40 }),
    } as TaskMap;
    const build = () =>
      buildNetwork({
        name: 'small',
        tasks: map,
        imageShape: [...shape],
        trunk: noTrunk(),
        branches: { one: branch([flatten()]) },
        seed: 2,
      }).model;
    await expectSameTraining(map, build, sgd(), 5);
  });

  it('several inputs and outputs, through compile', () => {
    const [left, right] = [layers.input({ shape: [4] }), layers.input({ shape: [3] })] as [
      SymbolicTensor,
      SymbolicTensor,
    ];
    const joined = layers
      .concatenate()
      .apply([through(layers.dense({ units: 5, activation: 'relu' }))(left), right]) as SymbolicTensor;
    const net = withSeededWeights(
      makeModel({
        inputs: [left, right],
        outputs: [2, 1].map((units) => layers.dense({ units }).apply(joined) as SymbolicTensor),
      }),
    );
    const predict = ({ a, b }: Record<'a' | 'b', tf.Tensor>) => {
      const [two, one] = net.apply([a, b]) as [tf.Tensor, tf.Tensor];
      return { two, one };
    };
    const compiled = compile(predict, { batched: ['a', 'b'] });
    const inputs = { a: tf.randomUniform([7, 4], 0, 1, 'float32', 1), b: tf.randomUniform([7, 3], 0, 1, 'float32', 2) };
    const [results, expected] = [compiled.run(inputs), predict(inputs)];
    for (const name of ['two', 'one'] as const)
      expect(tf.max(tf.abs(tf.sub(results[name], expected[name]))).arraySync()).toBeLessThan(1e-6);
    compiled.dispose();
  });
});

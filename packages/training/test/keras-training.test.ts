// One small CNN with batch normalization, step by step beside Keras 3.
import { type Batch, classification, regression } from '@polyhead/core';
import * as tf from '@tensorflow/tfjs-core';
import { initializers, layers, model as makeModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { adam, eagerStep, evaluate, type TrainStep } from '@polyhead/training';
import golden from './golden/training.json';
import { networkOf, useCpu } from './support/tiny-network';

const SIZE = 10;
const BATCH = 6;
const tasks = { age: regression({ lossWeight: 4 }), race: classification(['a', 'b', 'c'], { lossWeight: 1.5 }) };

function image(index: number): Uint8Array {
  return Uint8Array.from({ length: SIZE * SIZE * 3 }, (_, pixel) => {
    const [y, x, c] = [Math.floor(pixel / (SIZE * 3)), Math.floor(pixel / 3) % SIZE, pixel % 3];
    return (x * (3 + (index % 5)) * 9 + y * (index % 7) * 5 + c * 40 + index * 13) % 256;
  });
}

function batchAt(step: number): Batch<'age' | 'race'> {
  const indices = Uint32Array.from({ length: BATCH }, (_, position) => step * BATCH + position);
  const values = {
    age: Float64Array.from(indices, (index) => (index % 11) / 10),
    race: Float64Array.from(indices, (index) => index % 3),
  };
  const race = Float32Array.from({ length: BATCH * 3 }, (_, position) =>
    indices[Math.floor(position / 3)]! % 3 === position % 3 ? 1 : 0,
  );
  return {
    size: BATCH,
    images: Uint8Array.from([...indices].flatMap((index) => [...image(index)])),
    targets: { age: Float32Array.from(values.age), race },
    labels: values,
    indices,
  };
}

function network() {
  const input = layers.input({ shape: [SIZE, SIZE, 3], name: 'images' } as never) as SymbolicTensor;
  const stack = [
    layers.conv2d({ filters: 4, kernelSize: 3, padding: 'same', name: 'conv2d' }),
    layers.activation({ activation: 'relu' }),
    layers.batchNormalization({ name: 'norm' }),
    layers.maxPooling2d({ poolSize: 2 }),
    layers.flatten(),
    layers.dense({ units: 6, name: 'dense' }),
    layers.activation({ activation: 'tanh' }),
    layers.batchNormalization({ name: 'norm_2', momentum: 0.9, epsilon: 1e-5 }),
  ];
  const x = stack.reduce((tensor, layer) => layer.apply(tensor) as SymbolicTensor, input);
  const outputs = [
    layers
      .activation({ activation: 'linear', name: 'age_output' })
      .apply(layers.dense({ units: 1, name: 'age_dense', kernelInitializer: initializers.zeros() }).apply(x)),
    layers
      .activation({ activation: 'softmax', name: 'race_output' })
      .apply(layers.dense({ units: 3, name: 'race_dense' }).apply(x)),
  ] as SymbolicTensor[];
  const made = networkOf(makeModel({ inputs: input, outputs }), tasks, [SIZE, SIZE, 3]);
  const values = (made.model.weights as unknown as { originalName: string; shape: number[] }[]).map((weight) =>
    tf.tensor(golden.start[golden.names.indexOf(weight.originalName)]!, weight.shape),
  );
  made.model.setWeights(values);
  values.forEach((value) => value.dispose());
  return made;
}

async function differences(step: TrainStep<typeof tasks>, expected: number[][]): Promise<number[]> {
  const { weights } = await step.readState();
  return weights.map(({ name, values }) =>
    Math.max(...values.map((value, index) => Math.abs(value - expected[golden.names.indexOf(name)]![index]!))),
  );
}

beforeAll(useCpu);

describe('training beside Keras 3', () => {
  it('has the same losses for 25 steps, and the same weights and moving averages after 1, 5 and 25', async () => {
    const made = network();
    const step = await eagerStep(made, { optimizer: adam(), seed: 1 });
    for (const [index, expected] of golden.losses.entries()) {
      const { loss, losses } = await step.run(batchAt(index), { learningRate: 0.002, step: index });
      expect(Math.abs(loss / expected.loss - 1)).toBeLessThan(3e-5);
      expect(Math.abs(losses.age - expected.age) + Math.abs(losses.race - expected.race)).toBeLessThan(1e-4);
      const after = (golden.after as Record<string, number[][]>)[index + 1];
      if (after !== undefined) expect(Math.max(...(await differences(step, after)))).toBeLessThan(1e-5);
    }
    const batch = batchAt(golden.losses.length);
    const outputs = await step.predict(batch.images, batch.size);
    expect(
      Math.max(
        ...[...outputs.age, ...outputs.race].map((value, index) => Math.abs(value - golden.predicted.flat()[index]!)),
      ),
    ).toBeLessThan(1e-5);
    await step.dispose();

    const source = { size: BATCH, batchSize: BATCH, length: 1, imageShape: made.imageShape, tasks, async *batches() { yield batch; } }; // prettier-ignore
    const result = await evaluate(made, source);
    expect(result.loss).toBeCloseTo(golden.evaluated.loss, 4);
    expect(result.age.loss).toBeCloseTo(golden.evaluated.age, 4);
    expect(result.race.loss).toBeCloseTo(golden.evaluated.race, 4);
  });
});

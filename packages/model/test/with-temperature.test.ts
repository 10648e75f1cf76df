// withTemperature: calibrated probabilities from the weights alone, against applyTemperature on the logits.
import { applyTemperature } from '@polyhead/metrics';
import { ageDistribution, binary, classification, faceTasks, type TaskMap } from '@polyhead/core';
import {
  buildNetwork,
  branch,
  buildFaceNet,
  fromArtifacts,
  globalAveragePool,
  type Network,
  toArtifacts,
  withTemperature,
} from '@polyhead/model';
import { add, memory, tensor4d, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { input, layers, model } from '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { quietCpu, tinyNetwork, weightsOf } from './tiny-network';

beforeAll(quietCpu);

const tasks = {
  race: classification(['a', 'b', 'c']),
  ripe: binary(['no', 'yes']),
  gender: faceTasks().gender,
  size: faceTasks().age,
};
const oneBranch = branch([globalAveragePool()]);

/** With biases, which a new network has at 0. */
function network(seed: number): Network<typeof tasks> {
  const net = buildNetwork({
    tasks,
    imageShape: [3, 3, 3],
    branches: { race: oneBranch, ripe: oneBranch, gender: oneBranch, size: oneBranch },
    seed,
  });
  tidy(() => net.model.setWeights(net.model.getWeights().map((weight, index) => add(weight, index / 8))));
  return net;
}

/** Outputs by task, or what goes into their activations, for four images. */
function outputsOf({ model: whole, tasks: all }: Network<TaskMap>, logits = false): Record<string, Float32Array> {
  const outputs = whole.outputs.map((output) => (logits ? output.inputs[0]! : output));
  const images = tidy(() =>
    (
      model({ inputs: whole.inputs, outputs }).predict(
        tensor4d(
          Float32Array.from({ length: 108 }, (_, index) => ((index * 37) % 101) / 5),
          [4, 3, 3, 3],
        ),
      ) as Tensor[]
    ).map((output) => output.dataSync<'float32'>()),
  );
  return Object.fromEntries(Object.keys(all).map((name, index) => [name, images[index]!]));
}

/**
 * Within what 32-bit numbers allow: a logit is rounded relative to its size, and its rounding error moves a probability
 * by at most a fourth to a half of itself.
 */
function expectClose(
  got: ArrayLike<number>,
  expected: ArrayLike<number>,
  logits: Float32Array,
  temperature: number,
): void {
  expect(got.length).toBe(expected.length);
  const largest = Math.max(...logits.map(Math.abs)) / temperature;
  expect(Math.max(...Array.from(got, (value, index) => Math.abs(value - expected[index]!)))).toBeLessThan(
    2 ** -23 * (4 + 2 * largest),
  );
}

describe('withTemperature', () => {
  test('gives the probabilities of applyTemperature on the logits, for softmax, one sigmoid and two', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 99 }),
        fc.double({ min: 0.05, max: 20, noNaN: true }),
        fc.double({ min: 0.05, max: 20, noNaN: true }),
        async (seed, one, other) => {
          const net = network(seed);
          const logits = outputsOf(net, true);
          const calibrated = await withTemperature(net, { race: one, ripe: other, gender: one });
          const outputs = outputsOf(calibrated);
          expectClose(outputs.race!, applyTemperature(logits.race!, one, { classes: 3 }), logits.race!, one);
          expectClose(outputs.ripe!, applyTemperature(logits.ripe!, other), logits.ripe!, other);
          expectClose(outputs.gender!, applyTemperature(logits.gender!, one), logits.gender!, one);
          expect(outputs.size).toEqual(logits.size);
          for (const each of [net, calibrated]) each.dispose();
        },
      ),
      { numRuns: 15 },
    );
  });

  test('leaves the network that it is given as it is, and keeps what belongs to it', async () => {
    const net = tinyNetwork();
    const before = weightsOf(net);
    const calibrated = await withTemperature(net, { fruit: 2 });
    expect(weightsOf(net)).toEqual(before);
    expect(calibrated.tasks).toBe(net.tasks);
    expect(calibrated.summary()).toBe(net.summary());
    const changed = calibrated.model.weights.filter((_, index) =>
      weightsOf(calibrated)[index]!.some((value, place) => value !== before[index]![place]),
    );
    expect(changed.map(({ originalName }) => originalName)).toEqual(['fruit_dense/kernel']); // its bias is 0
    for (const each of [net, calibrated]) each.dispose();
  });

  test('is kept by saving and loading, and 1 changes no bit', async () => {
    const net = network(3);
    const calibrated = await withTemperature(net, { race: 1.7 });
    const loaded = await fromArtifacts(await toArtifacts(calibrated));
    expect(outputsOf(loaded)).toEqual(outputsOf(calibrated));
    const same = await withTemperature(net, { race: 1, gender: 1 });
    expect(weightsOf(same)).toEqual(weightsOf(net));
    for (const each of [net, calibrated, loaded, same]) each.dispose();
  });

  test('undoes itself with the inverse temperature', async () => {
    const net = network(5);
    const there = await withTemperature(net, { race: 4 });
    const back = await withTemperature(there, { race: 1 / 4 });
    expect(weightsOf(back)).toEqual(weightsOf(net)); // powers of two round nothing
    for (const each of [net, there, back]) each.dispose();
  });

  test('does it for a saved network of which only the names of tasks are known', async () => {
    const net: Network = await fromArtifacts(
      await toArtifacts(buildFaceNet({ tasks: faceTasks(), preset: 'small', imageSize: 16 })),
    );
    const calibrated = await withTemperature(net, { race: 1.3 });
    expect(Object.keys(calibrated.tasks)).toEqual(['age', 'race', 'gender']);
    for (const each of [net, calibrated]) each.dispose();
  });

  test('takes an activation that is built into the dense layer', async () => {
    const image = input({ shape: [3, 3, 3], name: 'image' });
    const outputs = layers
      .dense({ name: 'race_output', units: 3, activation: 'softmax' })
      .apply(layers.flatten({}).apply(image)) as typeof image;
    const net: Network = { ...network(1), model: model({ inputs: image, outputs }), tasks: { race: tasks.race } };
    const [calibrated, cold] = [await withTemperature(net, { race: 2 }), await withTemperature(net, { race: 0.5 })];
    const first = ({ model: whole }: Network): number => weightsOf({ model: whole } as Network)[0]![0]!;
    expect(first(cold)).toBe(4 * first(calibrated));
    for (const each of [net, calibrated, cold]) each.dispose();
  });

  test('rejects numbers, unknown tasks and temperatures that are none, and leaves nothing in memory', async () => {
    const net = buildNetwork({
      tasks: { ...tasks, age: ageDistribution() },
      imageShape: [3, 3, 3],
      branches: { race: oneBranch, ripe: oneBranch, gender: oneBranch, size: oneBranch, age: oneBranch },
    });
    const { numTensors } = memory();
    await expect(withTemperature(net, { size: 2 } as object)).rejects.toThrow(
      'withTemperature: expected classifications, got "size", a regression: it predicts a number, not probabilities.',
    );
    await expect(withTemperature(net, { age: 2 } as object)).rejects.toThrow('got "age", a ageDistribution');
    await expect(withTemperature(net, { color: 2 } as object)).rejects.toThrow(
      'withTemperature: expected names among the tasks race, ripe, gender, size, age, got "color".',
    );
    for (const bad of [0, -1, NaN, Infinity, undefined])
      await expect(withTemperature(net, { race: bad })).rejects.toThrow(
        `withTemperature: expected the temperature of "race" to be a number above 0, got ${bad}.`,
      );
    expect(memory().numTensors).toBe(numTensors);
    net.dispose();
  });

  test('rejects outputs whose logits it cannot scale, or would scale for others too', async () => {
    const image = input({ shape: [3, 3, 3], name: 'image' });
    const row = layers.flatten({}).apply(image);
    const softmax = (name: string, from: unknown): typeof image =>
      layers.activation({ name, activation: 'softmax' }).apply(from as typeof image) as typeof image;
    const shared = layers.dense({ name: 'both', units: 3 }).apply(row);
    const normed = layers.batchNormalization({}).apply(layers.dense({ units: 3 }).apply(row));
    const net: Network = {
      ...network(1),
      model: model({
        inputs: image,
        outputs: [softmax('race_output', shared), softmax('other_output', shared), softmax('normed_output', normed)],
      }),
      tasks: { race: tasks.race, other: tasks.race, normed: tasks.race },
    };
    const { numTensors } = memory();
    await expect(withTemperature(net, { race: 2 })).rejects.toThrow(
      'withTemperature: expected layer "both" to serve output "race" alone, but it is used by "other_output" too.',
    );
    await expect(withTemperature(net, { normed: 2 })).rejects.toThrow(
      'withTemperature: expected output "normed" to be a dense layer and its activation, got Activation on BatchNormalization.',
    );
    expect(memory().numTensors).toBe(numTensors);
    net.dispose();
  });
});

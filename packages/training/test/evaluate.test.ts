import fc from 'fast-check';
import { ageDistribution, binary, classification, regression } from '@polyhead/core';
import * as tf from '@tensorflow/tfjs-core';
import { arrayBatches } from '@polyhead/batches';
import { evaluate, predict, registerPredictStep, train } from '@polyhead/training';
import { tinyNetwork, tinySource, useCpu } from './support/tiny-network';

const tasks = {
  age: regression({ scale: 40, unit: 'years', lossWeight: 2 }),
  race: classification(['a', 'b', 'c']),
  gender: binary(['x', 'y']),
  years: ageDistribution({ max: 40 }),
};
const network = () => tinyNetwork(tasks);

beforeAll(useCpu);

describe('evaluate and predict', () => {
  it('give the same whatever the batch size and the order', async () => {
    const net = network();
    const expected = await evaluate(net, tinySource(tasks, { size: 17, batchSize: 17, shuffle: false }));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 20 }), fc.boolean(), async (batchSize, shuffle) => {
        const result = await evaluate(net, tinySource(tasks, { size: 17, batchSize, shuffle }));
        expect(result.loss).toBeCloseTo(expected.loss, 5);
        expect(result.images.indices).toEqual(expected.images.indices);
        expect(result.race.predicted).toEqual(expected.race.predicted);
        expect(result.race.report.toString()).toBe(expected.race.report.toString());
        expect(
          Math.max(...result.age.predicted.map((value, row) => Math.abs(value - expected.age.predicted[row]!))),
        ).toBeLessThan(1e-4);
      }),
      { numRuns: 5 },
    );
  });

  it('have all numbers of the article for each kind of task', async () => {
    const { age, race, gender, years, images } = await evaluate(network(), tinySource(tasks, { size: 15 }));
    expect([images.size, images.indices.length, images.files?.[3]]).toEqual([15, 15, 'image-3.png']);
    for (const result of [age, years])
      expect(
        [
          result.meanAbsoluteError,
          result.rootMeanSquaredError,
          result.r2Score,
          result.cumulativeScore,
          result.meanError,
        ].every(Number.isFinite),
      ).toBe(true);
    for (const result of [race, gender])
      expect(
        [result.accuracy, result.balancedAccuracy, result.rocAuc, result.expectedCalibrationError].every(
          Number.isFinite,
        ),
      ).toBe(true);
    expect([race.probabilities.length, gender.probabilities.length]).toEqual([45, 30]);
    expect(race.confusionMatrix.toString()).toContain('a');
    expect(age.unit).toBe('years');
  });

  it('compares predictions with the exact labels, not with float32', async () => {
    const when = { when: regression() };
    const labels = [16_777_217, 0.1, -1e-50, 2 ** 53 - 1];
    const source = tinySource(when, { size: labels.length });
    const exact: typeof source = {
      ...source,
      async *batches(epoch, from) {
        for await (const batch of source.batches(epoch, from))
          yield { ...batch, labels: { when: Float64Array.from(batch.indices, (index) => labels[index]!) } };
      },
    };
    const { when: result } = await evaluate(tinyNetwork(when), exact);
    expect([...result.truth]).toEqual(labels);
  });

  it('agree with each other, row by row and in the labels', async () => {
    const net = network();
    const source = tinySource(tasks, { size: 11, batchSize: 4 });
    const [result, rows] = [await evaluate(net, source), await predict(net, source)];
    expect(rows.map(({ index }) => index)).toEqual([...result.images.indices]);
    expect(rows.map(({ file }) => file)).toEqual(result.images.files);
    expect(rows.map(({ prediction }) => prediction.race.label)).toEqual(
      Array.from(result.race.predicted, (label) => result.race.labels[label]),
    );
    expect(rows.map(({ prediction }) => prediction.age)).toEqual([...result.age.predicted]);
    expect(rows.map(({ prediction }) => prediction.gender.probabilities.y)).toEqual(
      Array.from({ length: 11 }, (_, row) => result.gender.probabilities[2 * row + 1]),
    );
  });

  it('with flip, average an image and its mirror image', async () => {
    const net = network();
    const source = tinySource(tasks, { size: 4 });
    const mirrored = { ...source, batches: (epoch: number) => flipped(source.batches(epoch)) };
    const [plain, flip, both, bothMirrored] = await Promise.all([
      predict(net, source),
      predict(net, mirrored),
      predict(net, source, { flip: true }),
      predict(net, mirrored, { flip: true }),
    ]);
    both.forEach(({ prediction }, row) => {
      expect(prediction.age).toBeCloseTo((plain[row]!.prediction.age + flip[row]!.prediction.age) / 2, 4);
      expect(prediction.age).toBeCloseTo(bothMirrored[row]!.prediction.age, 4);
    });
    expect(plain[0]!.prediction.age).not.toBe(flip[0]!.prediction.age);
  });

  it('leave no tensors behind, and free the engine’s step', async () => {
    const net = network();
    let freed = 0;
    registerPredictStep('cpu', async () => ({
      predict: async (_, size) =>
        ({
          age: new Float32Array(size),
          race: new Float32Array(3 * size).fill(1 / 3),
          gender: new Float32Array(size),
          years: new Float32Array(41 * size).fill(1),
        }) as never,
      dispose: async () => void freed++,
    }));
    const before = tf.memory().numTensors;
    expect((await predict(net, tinySource(tasks)))[0]!.prediction.age).toBe(0);
    expect((await predict(net, tinySource(tasks), { compile: false }))[0]!.prediction.age).not.toBe(0);
    registerPredictStep('cpu', async () => undefined);
    await evaluate(net, tinySource(tasks));
    expect([freed, tf.memory().numTensors]).toEqual([1, before]);
  });

  it('reject a source that does not fit, and outputs that are no numbers', async () => {
    const net = network();
    await expect(evaluate(net, tinySource(tasks, { size: 0 }))).rejects.toThrow(
      'evaluate: expected at least one image, got an empty source.',
    );
    await expect(predict(net, tinySource(tasks, { shape: [4, 6, 1] }))).rejects.toThrow(
      'predict: the network takes images of 6 x 6 x 1, the source gives 4 x 6 x 1.',
    );
    net.model.setWeights(net.model.getWeights().map((weight) => tf.fill(weight.shape, NaN)));
    await expect(evaluate(net, tinySource(tasks))).rejects.toThrow(
      'evaluate: loss of "age": expected a finite loss, got NaN.',
    );
  });
});

async function* flipped<T extends { images: Uint8Array }>(batches: AsyncIterable<T>): AsyncIterable<T> {
  for await (const batch of batches) {
    // rows of 6 pixels, one channel
    const images = batch.images.map((_, index) => batch.images[index - (index % 6) + 5 - (index % 6)]!);
    yield { ...batch, images };
  }
}

test.each([
  ['dropLast', { dropLast: true }],
  ['augment', { augment: { flip: true } }],
  ['mix', { mix: { cutmix: 1 } }],
  ['weights', { weights: [1, 1, 2, 0, 1] }],
])(
  'evaluate, predict and validation reject a source with "%s", and take one without a fingerprint',
  async (name, options) => {
    const only = { race: tasks.race };
    const images = new Uint8Array(5 * 6 * 6 * 3);
    const values = { race: [0, 1, 2, 0, 1] };
    const common = { tasks: only, batchSize: 2, shuffle: false };
    const whole = arrayBatches({ images, shape: [6, 6, 3], values }, common);
    const changed = arrayBatches({ images, shape: [6, 6, 3], values }, { ...common, ...options });
    const net = tinyNetwork(only, { shape: [6, 6, 3] });
    const fingerprinted = { ...changed, trainingOnly: undefined };
    for (const source of [changed, fingerprinted]) {
      await expect(evaluate(net, source)).rejects.toThrow(`evaluate: the source must yield every image once`);
      await expect(predict(net, source)).rejects.toThrow(`Leave "${name}" out`);
      await expect(train(net, { training: whole, validation: source, epochs: 1 })).rejects.toThrow(
        `train: "validation": the source must yield every image once and unchanged, got one with "${name}".`,
      );
    }
    expect(await predict(net, { ...fingerprinted, fingerprint: undefined })).toHaveLength(name === 'dropLast' ? 4 : 5);
    await train(net, { training: changed, validation: whole, epochs: 1, updateBatchNorm: 1 });
  },
);

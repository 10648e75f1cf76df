import { arrayBatches, balancedWeights, imageBatches } from '@polyhead/batches';
import { classification } from '@polyhead/core';
import fc from 'fast-check';
import { drawnImages, tasks } from './drawn-images';

const one = { kind: classification(['a', 'b']) };

async function counts(
  weights: number[],
  { epoch = 0, ...options }: { seed: number; epoch?: number; shuffle?: boolean },
): Promise<number[]> {
  const size = weights.length;
  const source = arrayBatches(
    { images: new Uint8Array(size), shape: [1, 1, 1], values: { kind: new Array<number>(size).fill(0) } },
    { tasks: one, weights, batchSize: 3, ...options },
  );
  const found = new Array<number>(size).fill(0);
  for await (const { indices } of source.batches(epoch)) indices.forEach((index) => found[index]!++);
  return found;
}

test('an epoch is as long as ever, and each record comes as often as its share says, rounded up or down', async () => {
  const weightLists = fc
    .array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 1, maxLength: 40 })
    .filter((weights) => weights.some((weight) => weight > 1e-6));
  await fc.assert(
    fc.asyncProperty(weightLists, fc.nat(), async (weights, seed) => {
      const sum = weights.reduce((total, weight) => total + weight, 0);
      const found = await counts(weights, { seed });
      expect(found.reduce((total, count) => total + count, 0)).toBe(weights.length);
      weights.forEach((weight, index) =>
        expect(Math.abs(found[index]! - (weight / sum) * weights.length)).toBeLessThan(1 + 1e-9),
      );
    }),
  );
});

test('equal weights are as good as none: every record once', async () => {
  expect(await counts([2, 2, 2, 2, 2], { seed: 5 })).toEqual([1, 1, 1, 1, 1]);
});

test('over many epochs even a record of little weight comes', async () => {
  const epochs = await Promise.all(
    Array.from({ length: 300 }, (_, epoch) => counts([0.1, 1, 1, 1], { seed: 1, epoch })),
  );
  const rare = epochs.filter(([first]) => first === 1).length / 300;
  expect(Math.abs(rare - 0.4 / 3.1)).toBeLessThan(0.05);
});

test('balancedWeights makes groups equally frequent', async () => {
  const [image] = drawnImages(1);
  const records = Array.from({ length: 50 }, (_, index) => ({ ...image!, group: index < 40 ? 'many' : 'few' }));
  const source = imageBatches(records, {
    tasks,
    imageSize: 4,
    workers: 0,
    weights: balancedWeights(records, ({ group }) => group),
  });
  let few = 0;
  for await (const { indices } of source.batches(0)) few += indices.filter((index) => index >= 40).length;
  expect(few).toBeGreaterThanOrEqual(24);
  expect(few).toBeLessThanOrEqual(26);
});

test.each([
  [1, 0.1],
  [0.5, Math.sqrt(0.1)],
  [0, 1],
])('balancedWeights with strength %d', (strength, weight) => {
  const weights = balancedWeights(new Array<string>(10).fill('a'), (name) => name, { strength });
  expect(weights('a')).toBeCloseTo(weight, 12);
});

test('copies of a record in one epoch are augmented differently', async () => {
  const data = { images: new Uint8Array(4 * 192).fill(100), shape: [8, 8, 3] as const, values: { kind: [0, 0, 0, 0] } };
  const source = arrayBatches(data, { tasks: one, weights: [1, 0, 0, 0], augment: { brightness: 0.5 } });
  for await (const { images } of source.batches(0))
    expect(new Set([0, 1, 2, 3].map((position) => images[position * 192])).size).toBe(4);
});

test.each([
  [[1, -1], 'weights of record 1'],
  [[1, NaN], 'weights of record 1'],
  [[0, 0], 'must give at least one record more than 0'],
])('rejects %p', (weights, message) => {
  expect(() =>
    arrayBatches({ images: new Uint8Array(2), shape: [1, 1, 1], values: { kind: [0, 0] } }, { tasks: one, weights }),
  ).toThrow(message);
});

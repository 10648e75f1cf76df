import { arrayBatches, type Batch, imageBatches, type MixOptions } from '@polyhead/batches';
import { drawnImages, tasks } from './drawn-images';

const records = drawnImages(12, { width: 20, height: 20 });
const images = Uint8Array.from({ length: 12 * 1200 }, (_, index) => Math.floor(index / 1200) * 20);
const labels = records.map((record, index) => ({
  ...record,
  size: index * 20,
  kind: index % 2 === 0 ? ('dark' as const) : ('light' as const),
}));

async function first(
  mix: MixOptions | undefined,
  options: { epoch?: number; batchSize?: number } = {},
): Promise<Batch> {
  const source = arrayBatches(
    { images, shape: [20, 20, 3], labels },
    { tasks, batchSize: options.batchSize ?? 6, seed: 2, mix },
  );
  for await (const batch of source.batches(options.epoch ?? 0)) return batch;
  throw new Error('no batch');
}
const own = (batch: Batch, position: number): number => batch.indices[position]! * 20;

test.each([[{ mixup: 1 }], [{ cutmix: 1 }], [{ mixup: 0.2, cutmix: 1 }]])(
  '%p mixes targets in the proportion of the pixels',
  async (mix) => {
    for (const epoch of [0, 1, 2, 3]) {
      const batch = await first(mix, { epoch });
      for (let position = 0; position < batch.size; position++) {
        const image = batch.images.subarray(position * 1200, (position + 1) * 1200);
        const mean = image.reduce((sum, value) => sum + value, 0) / 1200;
        expect(Math.abs(mean / 100 - batch.targets.size![position]!)).toBeLessThan(0.006);
      }
    }
  },
);

test.each([{ mixup: 1 }, { cutmix: 1 }])('%p leaves values and indices those of the heavier image', async (mix) => {
  for (const epoch of [0, 1, 2, 3, 4, 5]) {
    const [plain, mixed] = [await first(undefined, { epoch, batchSize: 2 }), await first(mix, { epoch, batchSize: 2 })];
    expect([mixed.indices, mixed.labels]).toEqual([plain.indices, plain.labels]);
    const [one, other] = [plain.targets.size![0]!, plain.targets.size![1]!];
    expect(Math.abs(mixed.targets.size![0]! - one)).toBeLessThanOrEqual(Math.abs(mixed.targets.size![0]! - other));
  }
});

test('targets of classes stay distributions', async () => {
  const { targets } = await first({ mixup: 1, cutmix: 1 });
  const { kind } = targets as { kind: Float32Array };
  for (let at = 0; at < kind.length; at += 2) expect(kind[at]! + kind[at + 1]!).toBeCloseTo(1, 6);
  expect(kind.some((value) => value > 0 && value < 1)).toBe(true);
});

test('cutmix puts one rectangle of another image into each', async () => {
  const batch = await first({ cutmix: 1 });
  for (let position = 0; position < batch.size; position++) {
    const image = batch.images.subarray(position * 1200, (position + 1) * 1200);
    const foreign = Array.from({ length: 400 }, (_, pixel) => pixel).filter(
      (pixel) => image[pixel * 3] !== own(batch, position),
    );
    const [rows, columns] = [foreign.map((pixel) => Math.floor(pixel / 20)), foreign.map((pixel) => pixel % 20)];
    expect(new Set(foreign.map((pixel) => image[pixel * 3])).size).toBeLessThanOrEqual(1);
    expect(foreign.length).toBeLessThanOrEqual(200);
    if (foreign.length > 0)
      expect(foreign.length).toBe(
        (Math.max(...rows) - Math.min(...rows) + 1) * (Math.max(...columns) - Math.min(...columns) + 1),
      );
  }
});

test('a batch of one stays as it is', async () => {
  expect(await first({ mixup: 1 }, { batchSize: 1 })).toEqual(await first(undefined, { batchSize: 1 }));
});

test('little mixup mixes little', async () => {
  const shares = async (mixup: number): Promise<number> => {
    const [mixed, plain] = [await first({ mixup }, { batchSize: 12 }), await first(undefined, { batchSize: 12 })];
    return mixed.targets.size!.reduce(
      (sum, value, position) => sum + Math.abs(value - plain.targets.size![position]!),
      0,
    );
  };
  expect(await shares(0.05)).toBeLessThan((await shares(100)) / 2);
});

test('is the same in threads and in the main thread, with an image that cannot be read', async () => {
  const broken = records.map((record, index) => (index === 4 ? { ...record, file: __filename } : record));
  const results = await Promise.all(
    [0, 2].map(async (workers) => {
      const source = imageBatches(broken, {
        tasks,
        imageSize: 20,
        batchSize: 5,
        workers,
        mix: { mixup: 1, cutmix: 1 },
        augment: { flip: true, crop: 0.3 },
      });
      const batches: Batch[] = [];
      for await (const batch of source.batches(0)) batches.push({ ...batch, images: batch.images.slice() });
      await source.dispose();
      return batches;
    }),
  );
  expect(results[0]).toEqual(results[1]);
  expect(results[0]!.reduce((sum, { size }) => sum + size, 0)).toBe(11);
});

test.each([[{ mixup: -1 }], [{ cutmix: NaN }]])('rejects %p', (mix) => {
  expect(() => arrayBatches({ images, shape: [20, 20, 3], labels }, { tasks, mix })).toThrow(
    /arrayBatches: "mix\.(mixup|cutmix)" must be a number from 0 to 1000/,
  );
});

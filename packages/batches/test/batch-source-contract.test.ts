// Every source of batches keeps these promises.
import {
  arrayBatches,
  type ArrayBatchesOptions,
  type Batch,
  type BatchSource,
  imageBatches,
  type ImageBatchesOptions,
  type SourceFingerprint,
} from '@polyhead/batches';
import { drawnImages, grayOf, tasks } from './drawn-images';

interface SourceOptions {
  batchSize?: number;
  seed?: number;
  shuffle?: boolean;
  dropLast?: boolean;
}
type Make = (options?: SourceOptions) => BatchSource<typeof tasks>;

const count = 11;
const records = drawnImages(count);
const images = Uint8Array.from({ length: count * 12 * 16 * 3 }, (_, index) => grayOf(Math.floor(index / 576) * 2));
const files = { tasks, imageSize: [12, 16], batchSize: 4, seed: 3 } as const;
const sources: Record<string, Make> = {
  'arrayBatches, labels': (options) =>
    arrayBatches({ images, shape: [12, 16, 3], labels: records }, { tasks, batchSize: 4, seed: 3, ...options }),
  'arrayBatches, values': (options) =>
    arrayBatches({ images, shape: [12, 16, 3], values: columns() }, { tasks, batchSize: 4, seed: 3, ...options }),
  'imageBatches in the main thread': (options) => imageBatches(records, { ...files, workers: 0, ...options }),
  'imageBatches in threads': (options) => imageBatches(records, { ...files, workers: 1, prefetch: 3, ...options }),
  'imageBatches without cache': (options) => imageBatches(records, { ...files, workers: 0, cache: 'none', ...options }),
  'imageBatches with a full cache on disk': (options) =>
    imageBatches(records, { ...files, workers: 0, cache: 'disk', cacheBytes: 5 * 600, ...options }),
};

function columns(): { size: number[]; kind: number[] } {
  return { size: records.map(({ size }) => size), kind: records.map(({ kind }) => (kind === 'dark' ? 0 : 1)) };
}

async function read(source: BatchSource<typeof tasks>, epoch: number, startBatch?: number): Promise<Batch[]> {
  const batches: Batch[] = [];
  for await (const batch of source.batches(epoch, startBatch)) batches.push({ ...batch, images: batch.images.slice() });
  return batches;
}
const indicesOf = (batches: Batch[]): number[] => batches.flatMap(({ indices }) => [...indices]);
const sorted = (indices: number[]): number[] => [...indices].sort((a, b) => a - b);

describe.each(Object.entries(sources))('%s', (_, make) => {
  const made: BatchSource<typeof tasks>[] = [];
  const source: Make = (options) => {
    made.push(make(options));
    return made.at(-1)!;
  };
  afterAll(() => Promise.all(made.map((one) => one.dispose?.())));

  test('has every record once an epoch, in full batches and one of the rest', async () => {
    const batches = await read(source(), 0);
    expect(batches.map(({ size }) => size)).toEqual([4, 4, 3]);
    expect(sorted(indicesOf(batches))).toEqual([...records.keys()]);
  });

  test('knows its sizes', () => {
    const { size, length, batchSize, imageShape } = source();
    expect({ size, length, batchSize, imageShape }).toEqual({
      size: count,
      length: 3,
      batchSize: 4,
      imageShape: [12, 16, 3],
    });
  });

  test('gives each image its own pixels, targets and values', async () => {
    for (const { size, images, targets, labels, indices } of await read(source(), 1)) {
      expect(images.length).toBe(size * 576);
      indices.forEach((index, position) => {
        const label = records[index]!.size;
        expect(Math.abs(images[position * 576 + 300]! - grayOf(label))).toBeLessThanOrEqual(2);
        expect(labels.size![position]).toBe(label);
        expect(targets.size![position]).toBeCloseTo(label / 100, 6);
        expect([...targets.kind!.subarray(position * 2, position * 2 + 2)]).toEqual(label < 50 ? [1, 0] : [0, 1]);
      });
    }
  });

  test('has an order that follows from seed and epoch alone', async () => {
    const first = indicesOf(await read(source(), 1));
    const one = source();
    await read(one, 0);
    expect(indicesOf(await read(one, 1))).toEqual(first);
    expect(indicesOf(await read(one, 2))).not.toEqual(first);
    expect(indicesOf(await read(source({ seed: 4 }), 1))).not.toEqual(first);
  });

  test('begun at a later batch gives what an uninterrupted epoch gives from there', async () => {
    const whole = await read(source(), 5);
    for (const start of [0, 1, 2, 3]) expect(await read(source(), 5, start)).toEqual(whole.slice(start));
  });

  test('keeps the order of the records without shuffling', async () => {
    expect(indicesOf(await read(source({ shuffle: false }), 4))).toEqual([...records.keys()]);
  });

  test('drops the partial batch with dropLast, and yields one if a batch is larger than the data', async () => {
    expect((await read(source({ dropLast: true }), 0)).map(({ size }) => size)).toEqual([4, 4]);
    expect(source({ dropLast: true }).length).toBe(2);
    expect((await read(source({ batchSize: 1e9 }), 0)).map(({ size }) => size)).toEqual([count]);
    expect(() => make({ batchSize: 64, dropLast: true })).toThrow(
      expect.objectContaining({
        code: 'INVALID_ARGUMENT',
        expected: '"batchSize" must be at most the 11 records with "dropLast"',
        received: '64',
      }),
    );
  });

  test('leaves nothing behind when the iteration is broken off', async () => {
    const one = source();
    for await (const batch of one.batches(0)) if (batch.size > 0) break;
    expect(sorted(indicesOf(await read(one, 0)))).toEqual([...records.keys()]);
  });

  test('can be read again after it was disposed of', async () => {
    const one = source();
    const before = await read(one, 0);
    await one.dispose?.();
    expect(await read(one, 0)).toEqual(before);
  });

  test('rejects an epoch or a batch that cannot be', async () => {
    await expect(read(source(), -1)).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      where: expect.stringMatching(/Batches\.batches$/),
      expected: '"epoch" must be a whole number of at least 0',
      received: '-1',
    });
    await expect(read(source(), 0, 0.5)).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      where: expect.stringMatching(/Batches\.batches$/),
      expected: '"startBatch" must be a whole number of at least 0',
      received: '0.5',
    });
  });

  test('can be disposed of while it is read', async () => {
    const one = source();
    const broken = (async (): Promise<void> => {
      for await (const { size } of one.batches(0)) if (size > 0) await one.dispose?.();
    })();
    await broken.catch((error: unknown) => expect(String(error)).toMatch(/disposed of while/));
    expect(one.skipped ?? []).toEqual([]);
    expect(sorted(indicesOf(await read(one, 0)))).toEqual([...records.keys()]);
  });

  test.each([{ batchSize: 0 }, { batchSize: 2.5 }, { seed: NaN }])('rejects %p', (options) => {
    expect(() => make(options)).toThrow(
      expect.objectContaining({
        code: 'INVALID_ARGUMENT',
        expected: expect.stringMatching(/^"(batchSize|seed)" must be a whole number/),
      }),
    );
  });
});

describe('fingerprints', () => {
  const files = (paths: string[], options: Partial<ImageBatchesOptions<typeof tasks>> = {}) =>
    imageBatches(
      paths.map((file, index) => ({ file, size: index, kind: 'dark' as const })),
      { tasks, imageSize: 12, ...options },
    ).fingerprint!();
  const arrays = (options: Partial<ArrayBatchesOptions<typeof tasks>> = {}, labels = records) =>
    arrayBatches({ images, shape: [12, 16, 3], labels }, { tasks, ...options }).fingerprint!();
  /** The names whose values differ. */
  const differing = (one: SourceFingerprint, other: SourceFingerprint): string[] =>
    Object.keys(one).filter((name) => one[name] !== other[name]);

  test('are the same for the same data, wherever its folder is and however it is read', async () => {
    const one = await files(['/a/train/1.jpg', '/a/train/2.jpg']);
    expect(
      await files(['D:\\b\\1.jpg', 'D:\\b\\2.jpg'], { workers: 0, cache: 'none', augment: { shift: 0, flip: false } }),
    ).toEqual(one);
    expect(one).toMatchObject({
      images: 2,
      seed: 0,
      batchSize: 32,
      shuffle: true,
      dropLast: false,
      weights: 'none',
      augment: 'none',
      mix: 'none',
      shape: '12 x 12 x 3',
      resize: 'bilinear',
      decoder: expect.stringMatching(/^built-in JPEG/),
      maxPixels: 50_000_000,
    });
    expect(differing(one, await files(['/a/train/1.jpg', '/a/train/2.jpg'], { maxPixels: 1_000_000 }))).toEqual([
      'maxPixels',
    ]);
    expect(differing(await files(['/a/train/1.jpg', '/a/train/2.jpg'], { centerCrop: 0.8 }), one)).toEqual([
      'centerCrop',
    ]);
    expect(await files(['/a/1.jpg'], { maxPixels: Infinity })).toMatchObject({ maxPixels: 'none' });
  });

  test('tell files, pixels, labels and their order apart', async () => {
    const one = await files(['/a/1.jpg', '/a/2.jpg']);
    expect(differing(one, await files(['/a/2.jpg', '/a/1.jpg']))).toEqual(['files']);
    expect(differing(one, await files(['/a/1.jpg', '/a/b/2.jpg']))).toEqual(['files']);
    expect(differing(one, await files(['/a/1.jpg', '/a/2.jpg', '/a/3.jpg']))).toEqual(['images', 'files', 'labels']);
    expect(
      differing(
        await arrays(),
        await arrays(
          {},
          records.map((record) => ({ ...record, size: 1 })),
        ),
      ),
    ).toEqual(['labels']);
    expect(
      differing(
        await arrays(),
        await arrayBatches({ images: images.map((value) => value ^ 1), shape: [12, 16, 3], labels: records }, { tasks })
          .fingerprint!(),
      ),
    ).toEqual(['pixels']);
  });

  test.each<[string, Partial<ArrayBatchesOptions<typeof tasks>>]>([
    ['seed', { seed: 1 }],
    ['batchSize', { batchSize: 2 }],
    ['shuffle', { shuffle: false }],
    ['augment', { augment: { flip: true } }],
    ['mix', { mix: { cutmix: 1 } }],
    ['weights', { weights: records.map((_, index) => index) }],
  ])('tell another %s', async (name, options) => {
    expect(differing(await arrays(), await arrays(options))).toEqual([name]);
  });
});

describe('changed images', () => {
  const augment = {
    flip: true,
    shift: 0.2,
    crop: 0.3,
    rotate: 10,
    brightness: 0.3,
    contrast: 0.3,
    saturation: 0.3,
    erase: 0.3,
  };
  const changes = { augment, mix: { mixup: 1, cutmix: 1 } };
  const noise = Uint8Array.from(images, (_, index) => (Math.imul(index, 2654435761) >>> 9) & 255);
  const makers: Record<string, Make> = {
    arrayBatches: (options) =>
      arrayBatches(
        { images: noise, shape: [12, 16, 3], labels: records },
        { tasks, batchSize: 4, seed: 3, ...changes, ...options },
      ),
    imageBatches: (options) => imageBatches(records, { ...files, workers: 0, ...changes, ...options }),
  };

  test.each(Object.entries(makers))('of %s follow from seed and epoch alone, from any batch on', async (_, make) => {
    const whole = await read(make(), 3);
    expect(await read(make(), 3, 1)).toEqual(whole.slice(1));
    expect(await read(make({ shuffle: false }), 4)).not.toEqual(await read(make({ shuffle: false }), 5));
    expect(await read(make({ shuffle: false, seed: 9 }), 4)).not.toEqual(await read(make({ shuffle: false }), 4));
  });
});

test('arrayBatches and imageBatches hold labels exactly, not as float32', async () => {
  const exact = [16_777_217, 0.1, 2 ** 53 - 1].map((size) => ({ ...records[0]!, size }));
  const options = { tasks, shuffle: false };
  const pixels = { images: new Uint8Array(3), shape: [1, 1, 1] as const };
  for (const source of [
    arrayBatches({ ...pixels, labels: exact }, options),
    arrayBatches({ ...pixels, values: { size: exact.map(({ size }) => size), kind: [0, 0, 0] } }, options),
    imageBatches(exact, { ...options, imageSize: 4, workers: 0 }),
  ]) {
    const [batch] = await read(source, 0);
    expect([...batch!.labels.size!]).toEqual(exact.map(({ size }) => size));
    await source.dispose?.();
  }
});

import { readdirSync, readFileSync, renameSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Batch, imageBatches, type ImageBatchesOptions, jpegDecoder, resizeImage } from '@polyhead/batches';
import { type DrawnRecord, drawnImages, tasks, temporaryFolder } from './drawn-images';

const base = { tasks, imageSize: 12, batchSize: 4, seed: 1, workers: 0 } as const;
type Options = Partial<ImageBatchesOptions<typeof tasks>>;

async function read(
  records: DrawnRecord[],
  options: Options = {},
  epochs = [0],
): Promise<{ batches: Batch[]; skipped: readonly { index: number; reason: string }[] }> {
  const source = imageBatches(records, { ...base, ...options });
  const batches: Batch[] = [];
  for (const epoch of epochs)
    for await (const batch of source.batches(epoch)) batches.push({ ...batch, images: batch.images.slice() });
  await source.dispose();
  return { batches, skipped: source.skipped };
}
const indicesOf = (batches: Batch[]): number[][] => batches.map(({ indices }) => [...indices]);

describe('pixels', () => {
  test.each(['nearest', 'bilinear', 'bicubic'] as const)('are those of the decoder, resized by %s', async (resize) => {
    const records = drawnImages(1, { width: 31, height: 9 });
    const { batches } = await read(records, { imageSize: [7, 20], resize });
    expect(batches[0]!.images).toEqual(
      resizeImage(jpegDecoder().decode(readFileSync(records[0]!.file)), 7, 20, { filter: resize }).data,
    );
  });

  test('are those of the middle of an image, where only that is asked for', async () => {
    const [record] = drawnImages(1, { width: 20, height: 10 });
    const stripes = Uint8Array.from({ length: 20 * 10 * 3 }, (_, at) => Math.floor(at / 3) % 20);
    const decoder = { name: 'stripes', decode: () => ({ width: 20, height: 10, data: stripes }) };
    const { batches } = await read([record!], { decoder, centerCrop: 0.6, imageSize: [1, 12], workers: undefined });
    expect([...batches[0]!.images].filter((_, at) => at % 3 === 0)).toEqual([4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
  });

  test('are the same with every cache, in threads and out of them, in every epoch', async () => {
    const records = drawnImages(9);
    const { batches } = await read(records, { cache: 'none', batchSize: 2 }, [0, 1]);
    for (const options of [
      { cache: 'memory', prefetch: 2 },
      { cache: 'memory', cacheBytes: 1000 },
      { cache: 'disk' },
      { cacheFolder: temporaryFolder() },
      { workers: 2 },
      { workers: 1, cache: 'disk', prefetch: 0 },
    ] as Options[]) {
      expect((await read(records, { batchSize: 2, ...options }, [0, 1])).batches).toEqual(batches);
    }
  });

  test('of a decoder that returns floats are rejected, naming the decoder and the type', async () => {
    const decoder = { name: 'floats', decode: () => ({ width: 1, height: 1, data: new Float32Array(3) as never }) };
    const { skipped } = await read(drawnImages(2), { decoder, workers: undefined, maxSkipped: 2 });
    expect(skipped[0]!.reason).toContain(
      'decoder "floats": the "data" of an image must be a Uint8Array or Uint8ClampedArray, got Float32Array(3).',
    );
  });

  test('come from a decoder of your own', async () => {
    const decoder = { name: 'sevens', decode: () => ({ width: 1, height: 1, data: Uint8Array.of(7, 7, 7) }) };
    const { batches } = await read(drawnImages(2), { decoder, workers: undefined });
    expect(new Set(batches[0]!.images)).toEqual(new Set([7]));
  });

  test('come from a module with a decoder, in threads', async () => {
    const { batches } = await read(drawnImages(2), {
      decoder: new URL('constant-decoder.mjs', `file://${__dirname}/`),
      workers: 1,
    });
    expect(new Set(batches[0]!.images)).toEqual(new Set([9]));
  });

  test.each([0, 1])('says of a decoder that cannot be loaded how to fix it, with %i threads', async (workers) => {
    const decoder = new URL('no-decoder.mjs', `file://${__dirname}/`);
    await expect(read(drawnImages(2), { decoder, workers })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      where: 'imageBatches',
      path: expect.stringContaining('no-decoder.mjs'),
      message: expect.stringContaining('give it a module in JavaScript, or pass the decoder itself and workers: 0.'),
    });
  });

  test('from sharp differ from those of the default decoder by 3 of 255 at most', async () => {
    const records = drawnImages(4);
    const [ours, sharps] = [await read(records), await read(records, { decoder: 'sharp' })];
    ours.batches[0]!.images.forEach((value, index) =>
      expect(Math.abs(value - sharps.batches[0]!.images[index]!)).toBeLessThanOrEqual(3),
    );
  });
});

test('changes are different from image to image and from batch to batch', async () => {
  const [record] = drawnImages(1);
  const { batches } = await read(new Array<DrawnRecord>(8).fill(record!), {
    augment: { brightness: 0.5 },
    batchSize: 2,
  });
  expect(new Set(batches.flatMap(({ images }) => [images[0], images[432]])).size).toBeGreaterThan(5);
});

describe('images that cannot be read', () => {
  const damaged = (count: number, ...broken: number[]): DrawnRecord[] => {
    const records = drawnImages(count);
    broken.forEach((index) => truncateSync(records[index]!.file, 300));
    return records;
  };

  test.each([0, 2])('leave their batches smaller and the others as they are, with %i threads', async (workers) => {
    const augment = { brightness: 0.5 };
    const good = await read(drawnImages(12), { workers, augment }, [0, 1]);
    const { batches, skipped } = await read(damaged(12, 3, 8), { workers, augment }, [0, 1]);
    const imagesOf = (read: Batch[]): [number, Uint8Array][] =>
      read.flatMap(({ indices, images }) =>
        [...indices].map(
          (index, position) => [index, images.slice(position * 432, position * 432 + 432)] as [number, Uint8Array],
        ),
      );
    expect(indicesOf(batches)).toEqual(
      indicesOf(good.batches).map((indices) => indices.filter((index) => index !== 3 && index !== 8)),
    );
    expect(imagesOf(batches)).toEqual(imagesOf(good.batches).filter(([index]) => index !== 3 && index !== 8));
    expect(skipped.map(({ index }) => index).sort()).toEqual([3, 8]);
    expect(skipped[0]).toMatchObject({
      file: expect.stringMatching(/\.jpg$/),
      reason: expect.stringMatching(/^the JPEG is cut off/),
    });
  });

  test('are noted once, however many epochs are read', async () => {
    const { skipped } = await read(damaged(12, 5), {}, [0, 1, 2]);
    expect(skipped.length).toBe(1);
  });

  test('are noted once, however often an epoch has them', async () => {
    const { skipped } = await read(damaged(12, 5), { weights: (_, index) => (index === 5 ? 3 : 1), batchSize: 12 });
    expect(skipped.length).toBe(1);
  });

  test('leave out a batch that has nothing else', async () => {
    const { batches } = await read(damaged(8, 4, 5, 6, 7), { shuffle: false, maxSkipped: 4 });
    expect(indicesOf(batches)).toEqual([[0, 1, 2, 3]]);
  });

  test('are an error beyond maxSkipped, with the first of them', async () => {
    const records = damaged(8, 0, 1, 2);
    rmSync(records[1]!.file);
    await expect(read(records, { shuffle: false, maxSkipped: 2 })).rejects.toMatchObject({
      code: 'TOO_MANY_SKIPPED',
      path: records[2]!.file,
    });
    await expect(read(records, { shuffle: false, maxSkipped: 2 })).rejects.toThrow(
      /imageBatches: 3 of 8 images could not be read so far, and "maxSkipped" allows 2\. The first:\n.*0\.jpg: the JPEG is cut off.*\n.*1\.jpg: does not exist\n.*2\.jpg/,
    );
    await expect(read(records, { maxSkipped: 0.25 })).rejects.toThrow(
      '3 of 8 images could not be read so far, and "maxSkipped" allows 2',
    );
    await expect(read(records, { maxSkipped: 3 })).resolves.toBeDefined();
    await expect(read(damaged(8, 0), { maxSkipped: 0 })).rejects.toThrow(
      '1 of 8 images could not be read so far, and "maxSkipped" allows none',
    );
  });

  test('are an error by default where they are more than half of a few', async () => {
    await expect(read(damaged(4, 0, 1, 2))).rejects.toThrow(
      '3 of 4 images could not be read so far, and "maxSkipped" allows 2',
    );
  });

  test('include those of formats that the decoder does not know', async () => {
    const records = drawnImages(4);
    writeFileSync(records[2]!.file, 'RIFF....WEBP', 'latin1');
    expect((await read(records)).skipped[0]).toMatchObject({
      index: 2,
      reason: 'this is WebP, and only JPEG and PNG are read without sharp',
    });
  });
});

describe('preprocessing', () => {
  test('says how files become images, and nothing of where a module lies', () => {
    const records = drawnImages(1);
    const own = { name: 'white', decode: () => ({ width: 1, height: 1, data: Uint8Array.of(255, 255, 255) }) };
    const prepared = (options: Options) => imageBatches(records, { ...base, ...options }).preprocessing;
    expect(prepared({})).toEqual({ decoder: 'built-in', resize: 'bilinear' });
    expect(prepared({ centerCrop: 0.8 })).toEqual({ decoder: 'built-in', resize: 'bilinear', centerCrop: 0.8 });
    expect(prepared({ centerCrop: 1 })).toEqual({ decoder: 'built-in', resize: 'bilinear' });
    expect(prepared({ augment: { flip: true, shift: 0.1 } })).toEqual({
      decoder: 'built-in',
      resize: 'bilinear',
      flip: true,
    });
    expect(prepared({ augment: { flip: false } })).toEqual({ decoder: 'built-in', resize: 'bilinear' });
    expect(prepared({ decoder: own, resize: 'nearest' })).toEqual({ decoder: 'white', resize: 'nearest' });
    expect(prepared({ decoder: pathToFileURL(join(__dirname, 'constant-decoder.mjs')) })).toMatchObject({
      decoder: 'constant-decoder.mjs',
    });
    expect(['built-in', 'sharp']).toContain(prepared({ decoder: 'auto' }).decoder);
  });
});

describe('a cache with a folder', () => {
  const counting = (): {
    name: string;
    version: string;
    count: number;
    decode: (bytes: Uint8Array) => ReturnType<ReturnType<typeof jpegDecoder>['decode']>;
  } => ({
    name: 'counting',
    version: '1',
    count: 0,
    decode(bytes) {
      this.count++;
      return jpegDecoder().decode(bytes);
    },
  });

  test('spares the next run the decoding, but not of files that changed', async () => {
    const records = drawnImages(6);
    const cacheFolder = temporaryFolder();
    const [first, second, third] = [counting(), counting(), counting()];
    const { batches } = await read(records, { cacheFolder, decoder: first }, [0, 1]);
    expect((await read(records, { cacheFolder, decoder: second }, [0, 1])).batches).toEqual(batches);
    utimesSync(records[4]!.file, 1, 1);
    await read(records, { cacheFolder, decoder: third });
    expect([first.count, second.count, third.count]).toEqual([6, 0, 1]);
  });

  test('decodes again what was damaged in it', async () => {
    const records = drawnImages(6);
    const cacheFolder = temporaryFolder();
    const { batches } = await read(records, { cacheFolder });
    const [name] = readdirSync(cacheFolder) as [string];
    const bytes = readFileSync(`${cacheFolder}/${name}`);
    writeFileSync(
      `${cacheFolder}/${name}`,
      bytes.map((value, index) => (index === 1000 ? value ^ 1 : value)),
    );
    expect((await read(records, { cacheFolder })).batches).toEqual(batches);
  });

  test('is another for another size, filter, crop or list of files', async () => {
    const records = drawnImages(3);
    const cacheFolder = temporaryFolder();
    await read(records, { cacheFolder });
    await read(records, { cacheFolder, imageSize: 13 });
    await read(records, { cacheFolder, resize: 'nearest' });
    await read(records, { cacheFolder, centerCrop: 0.8 });
    await read(records.slice(1), { cacheFolder });
    expect(readdirSync(cacheFolder).length).toBe(5);
  });

  test('serves images whose files are read only once without one', async () => {
    const records = drawnImages(3);
    const source = imageBatches(records, base);
    for await (const { size } of source.batches(0)) expect(size).toBe(3);
    records.forEach(({ file }) => renameSync(file, `${file}.moved`));
    for await (const { size } of source.batches(1)) expect(size).toBe(3);
  });
});

test('imageBatches lets timers run between the images of a batch that the main thread decodes', async () => {
  let ticks = 0;
  const timer = setInterval(() => ticks++, 1);
  const decode = (): { width: number; height: number; data: Uint8Array } => {
    for (const start = performance.now(); performance.now() - start < 30;);
    return { width: 12, height: 12, data: new Uint8Array(432) };
  };
  const source = imageBatches(drawnImages(8), { ...base, batchSize: 8, decoder: { name: 'slow', decode } });
  try {
    for await (const batch of source.batches(0)) expect([batch.size, ticks > 2]).toEqual([8, true]);
  } finally {
    clearInterval(timer);
    await source.dispose();
  }
});

// Pixels in a cache folder are those of the decoder that asks for them, whatever it was called in earlier runs.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  builtInDecoder,
  imageBatches,
  type ImageBatchesOptions,
  type ImageDecoder,
  sharpDecoder,
} from '@polyhead/batches';
import { drawnImages, tasks, temporaryFolder } from './drawn-images';

const records = drawnImages(2);
type Decoder = NonNullable<ImageBatchesOptions<typeof tasks>['decoder']>;

function open(
  cacheFolder: string,
  decoder: Decoder,
): ReturnType<typeof imageBatches<typeof tasks, (typeof records)[0]>> {
  const workers = decoder instanceof URL ? 1 : 0;
  return imageBatches(records, { tasks, imageSize: 2, cacheFolder, decoder, workers });
}

/** The first value of the first image. */
async function firstValue(cacheFolder: string, decoder: Decoder): Promise<number | undefined> {
  const source = open(cacheFolder, decoder);
  try {
    for await (const { images } of source.batches(0)) return images[0];
  } finally {
    await source.dispose();
  }
  return undefined;
}

const gray = (value: number, version?: string): ImageDecoder => ({
  name: 'gray',
  version,
  decode: () => ({ width: 1, height: 1, data: new Uint8Array(3).fill(value) }),
});

test('imageBatches uses cached pixels of a decoder with the same name and version, and of no other', async () => {
  const folder = temporaryFolder();
  expect(await firstValue(folder, gray(10, '1'))).toBe(10);
  expect(await firstValue(folder, gray(99, '1'))).toBe(10);
  expect(await firstValue(folder, gray(20, '2'))).toBe(20);
});

test('imageBatches does not keep pixels of a decoder without a version', async () => {
  const folder = temporaryFolder();
  expect(await firstValue(folder, gray(10))).toBe(10);
  expect(await firstValue(folder, gray(20))).toBe(20);
});

test.each(['mjs', 'cjs'])(
  'imageBatches loads a changed decoder module (%s) again, and decodes with it',
  async (type) => {
    const folder = temporaryFolder();
    const module = join(folder, `decoder.${type}`);
    const write = (value: string): void =>
      writeFileSync(
        module,
        `${type === 'mjs' ? 'export default' : 'module.exports ='} { name: 'd', decode: () => ({ width: 1, height: 1, data: new Uint8Array(3).fill(${value}) }) };`,
      );
    write('10');
    const before = open(folder, pathToFileURL(module));
    expect(await firstValue(folder, pathToFileURL(module))).toBe(10);
    const fingerprint = await before.fingerprint?.();
    write('200');
    expect(await firstValue(folder, pathToFileURL(module))).toBe(200);
    expect(await open(folder, pathToFileURL(module)).fingerprint?.()).not.toEqual(fingerprint);
  },
);

test('imageBatches decodes again if a file changed that a decoder module imports', async () => {
  const folder = temporaryFolder();
  const module = pathToFileURL(join(folder, 'decoder.mjs'));
  writeFileSync(
    module,
    "import { value } from './value.mjs';\nexport default { name: 'd', decode: () => ({ width: 1, height: 1, data: new Uint8Array(3).fill(value) }) };",
  );
  for (const value of [10, 200]) {
    writeFileSync(join(folder, 'value.mjs'), `export const value = ${value};`);
    expect(await firstValue(folder, module)).toBe(value);
  }
});

test('the built-in decoders name the libraries that their pixels come from', async () => {
  expect(builtInDecoder().version).toMatch(/^JPEG \d+ by @jsquash\/jpeg \d+\.\d+\.\d+, PNG \d+$/);
  expect(sharpDecoder().version).toMatch(/vips \d+/);
  expect(await open(temporaryFolder(), 'built-in').fingerprint?.()).toMatchObject({
    decoder: `built-in ${builtInDecoder().version}`,
  });
});

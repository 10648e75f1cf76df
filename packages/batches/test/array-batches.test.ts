import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as everything from '@polyhead/batches';
import * as anywhere from '@polyhead/batches/browser';
import { type ArrayData, arrayBatches, type ArrayBatchesOptions } from '@polyhead/batches/browser';
import { classification, regression } from '@polyhead/core';

const tasks = { digit: classification(['zero', 'one']), weight: regression() };
type Tasks = typeof tasks;
const images = new Uint8Array(3 * 4);
const shape = [2, 2, 1] as const;
const values = { digit: [0, 1, 1], weight: [1, 2, 3] };

test.each([
  [
    { images: new Float32Array(12) as unknown as Uint8Array },
    {},
    'arrayBatches: "images" must be a Uint8Array or Uint8ClampedArray, got Float32Array(12).',
  ],
  [{ images: new Uint8Array(5) }, {}, '"images" must hold whole images of 2 x 2 x 1, got 5 numbers'],
  [{ images: new Uint8Array(0) }, {}, 'expected 0 values for "digit", one an image, got 3'],
  [{ shape: [2, 0, 1] }, {}, '"shape" must be a whole number of at least 1, got 0'],
  [{ values: { digit: [0, 1], weight: [1, 2, 3] } }, {}, 'expected 3 values for "digit", one an image, got 2'],
  [
    { values: { digit: [0, 1, 2], weight: [1, 2, 3] } },
    {},
    'arrayBatches: label "digit" of image 2: expected a class index from 0 to 1, got 2',
  ],
  [{ values: { digit: [0, 1, 0.5], weight: [1, 2, 3] } }, {}, 'expected a class index from 0 to 1, got 0.5'],
  [
    { values: { digit: [0, 1, 1], weight: [1, NaN, 3] } },
    {},
    'arrayBatches: label "weight" of image 1: regression: expected a finite number',
  ],
  [{ values: { digit: [0, 1, 1] } as typeof values }, {}, 'expected 3 values for "weight", one an image, got none'],
  [{ values: undefined }, {}, 'expected either "labels" or "values", got both or neither'],
  [{ values: undefined, labels: [{ digit: 'one', weight: 1 }] }, {}, 'expected 3 labels, one an image, got 1'],
  [{}, { augment: { flip: true } }, '"shape" must have 3 channels for "augment", got 1'],
  [
    { shape: [8, 8] as unknown as [8, 8, 1] },
    {},
    'arrayBatches: "shape" must be [height, width, channels], got [8,8]. Pass e.g. [28, 28, 1].',
  ], // as plain JavaScript may pass it
  [
    {},
    { weigths: [1, 1, 2] } as object,
    'arrayBatches: expected options by their names, got "weigths". Did you mean "weights"?',
  ],
  // as plain JavaScript may pass it
  [{}, { shuffle: 'no' as unknown as boolean }, 'arrayBatches: "shuffle" must be true or false, got "no".'],
  [
    {},
    { batchSize: 4, dropLast: true },
    'arrayBatches: "batchSize" must be at most the 3 records with "dropLast", got 4. Lower',
  ],
] as [Partial<ArrayData<Tasks>>, Partial<ArrayBatchesOptions<Tasks>>, string][])(
  'rejects %p with %p',
  (data, options, message) => {
    expect(() => arrayBatches({ images, shape, values, ...data }, { tasks, ...options })).toThrow(message);
  },
);

test('arrayBatches reads the pixels of a Uint8ClampedArray as those of a Uint8Array', async () => {
  const pixels = Uint8Array.from({ length: 12 }, (_, at) => at * 20);
  const sources = [pixels, Uint8ClampedArray.from(pixels)].map((data) =>
    arrayBatches({ images: data, shape, values }, { tasks, seed: 4 }),
  );
  const seen: Uint8Array[] = [];
  for (const source of sources) for await (const { images: read } of source.batches(0)) seen.push(read);
  expect(seen[1]).toEqual(seen[0]);
  expect(await sources[1]!.fingerprint!()).toEqual(await sources[0]!.fingerprint!());
});

test('rejects a label that its task does not know, and names the image', () => {
  const labels = [
    { digit: 'one', weight: 1 },
    { digit: 'two', weight: 1 },
    { digit: 'one', weight: 1 },
  ] as { digit: 'one'; weight: number }[];
  expect(() => arrayBatches({ images, shape, labels }, { tasks })).toThrow(
    'arrayBatches: label "digit" of image 1: classification: expected one of "zero", "one" as label, got "two"',
  );
});

test('does not take a misspelled task', () => {
  // @ts-expect-error "digits" is no task
  expect(() => arrayBatches({ images, shape, values: { digits: [0, 1, 1], weight: [1, 2, 3] } }, { tasks })).toThrow();
});

test('every place of an epoch sees every record about as often', async () => {
  const firsts = [0, 0, 0];
  const source = arrayBatches({ images, shape, values }, { tasks, batchSize: 1 });
  for (let epoch = 0; epoch < 600; epoch++) {
    for await (const { indices } of source.batches(epoch)) {
      firsts[indices[0]!]!++;
      break;
    }
  }
  expect(Math.max(...firsts.map((count) => Math.abs(count - 200)))).toBeLessThan(45); // four standard deviations
});

describe('the entry for browsers', () => {
  test('is part of the main one', () => {
    for (const name of Object.keys(anywhere)) expect(everything).toHaveProperty(name);
  });

  test('reaches no module of Node', () => {
    const seen = new Set<string>();
    const visit = (file: string): void => {
      if (seen.has(file)) return;
      seen.add(file);
      const imports = [...readFileSync(file, 'utf8').matchAll(/^(?:import|export)(?! type).* from '([^']+)'/gm)].map(
        ([, name]) => name!,
      );
      expect(imports.filter((name) => name.startsWith('node:') || name === 'sharp')).toEqual([]);
      imports.filter((name) => name.startsWith('.')).forEach((name) => visit(join(file, '..', `${name}.ts`)));
    };
    visit(join(__dirname, '../src/browser.ts'));
    expect(seen.size).toBeGreaterThan(15);
  });
});

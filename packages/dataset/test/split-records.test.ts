import { join } from 'node:path';

import { type SplitOptions, splitRecords } from '@polyhead/dataset';
import fc from 'fast-check';

import { folderOf, jpeg } from './folders';

interface Toy {
  readonly file: string;
  readonly name: string;
  readonly image: number;
  readonly label: string;
}

// 40 images, the first 10 of them four times.
const copies = Array.from({ length: 40 }, (_, image) =>
  Array.from({ length: image < 10 ? 4 : 1 }, (_, copy) => ({ image, name: `${image}-${copy}.jpg` })),
).flat();
const contents = Object.fromEntries(copies.map(({ image, name }) => [name, jpeg(`image ${image}`)]));
const folder = folderOf(contents);
const elsewhere = folderOf(contents);
const pool: Toy[] = copies.map(({ image, name }) => ({
  file: join(folder, name),
  name,
  image,
  label: 'abc'.charAt(image % 3),
}));
const unique = pool.filter(({ name }) => name.endsWith('-0.jpg'));

const someRecords = (from: readonly Toy[]): fc.Arbitrary<Toy[]> => fc.shuffledSubarray([...from], { minLength: 12 });
const seeds = fc.nat(1_000_000);
const optionSets: SplitOptions<Toy>[] = [
  {},
  { stratifyBy: ({ label }) => label },
  { stratifyBy: ({ name }) => name },
  { groupBy: ({ image }) => image % 7 },
  { ratios: { train: 0.5, validation: 0.25, test: 0.25 } },
  { method: 'article' },
  { keepDuplicatesTogether: false },
];
const namesOf = (records: readonly Toy[]): string[] => records.map(({ name }) => name);
const all = (split: {
  train: readonly Toy[];
  validation: readonly Toy[];
  test: readonly Toy[];
}): (readonly Toy[])[] => [split.train, split.validation, split.test];

describe.each(optionSets)('splitRecords with %p', (options) => {
  test('gives every record to exactly one part, none of them empty', () => {
    fc.assert(
      fc.property(someRecords(pool), seeds, (records, seed) => {
        const parts = all(splitRecords(records, { ...options, seed }));
        expect(
          parts
            .flat()
            .map(({ file }) => file)
            .sort(),
        ).toEqual(records.map(({ file }) => file).sort());
        for (const part of parts) expect(part.length).toBeGreaterThan(0);
      }),
      { numRuns: 30 },
    );
  });

  test('is a function of images and seed, not of their order or folder', () => {
    fc.assert(
      fc.property(someRecords(pool), seeds, (records, seed) => {
        const here = splitRecords(records, { ...options, seed });
        const moved = records.map((record) => ({ ...record, file: join(elsewhere, record.name) })).reverse();
        const there = splitRecords(moved, { ...options, seed });
        expect(all(there).map(namesOf)).toEqual(all(here).map(namesOf));
        expect(there.hash).toBe(here.hash);
      }),
      { numRuns: 30 },
    );
  });
});

describe('splitRecords', () => {
  test('keeps copies and groups in one part', () => {
    fc.assert(
      fc.property(someRecords(pool), seeds, (records, seed) => {
        const parts = all(
          splitRecords(records, {
            seed,
            groupBy: ({ label, image }) => (image > 30 ? label : undefined),
            stratifyBy: ({ name }) => name.length,
          }),
        );
        const partsWith = (wanted: (record: Toy) => boolean): number =>
          parts.filter((part) => part.some(wanted)).length;
        for (const record of records) {
          expect(partsWith(({ image }) => image === record.image)).toBe(1);
          if (record.image > 30) expect(partsWith(({ image, label }) => image > 30 && label === record.label)).toBe(1);
        }
      }),
      { numRuns: 50 },
    );
  });

  test('gives every part its share of every stratum, to within one record', () => {
    fc.assert(
      fc.property(someRecords(unique), seeds, (records, seed) => {
        const parts = all(splitRecords(records, { seed, stratifyBy: ({ label }) => label }));
        for (const part of parts) {
          for (const label of 'abc') {
            const count = (of: readonly Toy[]): number => of.filter((record) => record.label === label).length;
            expect(Math.abs(count(part) - (count(records) * part.length) / records.length)).toBeLessThan(1);
          }
        }
      }),
      { numRuns: 50 },
    );
  });

  test('has the sizes that the ratios say, also with copies where they fit', () => {
    const sizes = (options: SplitOptions<Toy>): number[] => all(splitRecords(pool, options)).map((part) => part.length);
    expect(sizes({ seed: 1 })).toEqual([49, 11, 10]);
    expect(sizes({ seed: 1, ratios: { train: 0.5, validation: 0, test: 0.5 } })).toEqual([35, 0, 35]);
    expect(sizes({ seed: 1, ratios: { train: 1, validation: 0, test: 0 } })).toEqual([70, 0, 0]);
  });

  test("has the article's exact sizes by its rule, whether copies are there and torn apart, or not there", () => {
    const exact = (records: readonly Toy[], keepDuplicatesTogether: boolean): void => {
      const known = Math.trunc(records.length * 0.7);
      const sizes = all(splitRecords(records, { method: 'article', keepDuplicatesTogether })).map(
        (part) => part.length,
      );
      expect(sizes).toEqual([Math.trunc(known * 0.7), known - Math.trunc(known * 0.7), records.length - known]);
    };
    fc.assert(
      fc.property(someRecords(unique), (records) => exact(records, true)),
      { numRuns: 20 },
    );
    fc.assert(
      fc.property(someRecords(pool), (records) => exact(records, false)),
      { numRuns: 20 },
    );
  });

  test('splits differently by another seed, and by seed 0 when none is given', () => {
    const hashes = [0, 1, 2, 3].map((seed) => splitRecords(unique, { seed }).hash);
    expect(new Set(hashes).size).toBe(4);
    expect(splitRecords(unique).hash).toBe(hashes[0]);
    expect(splitRecords(unique).hash).toMatch(/^[0-9a-f]{64}$/);
  });

  test('puts every record into every part about as often as its share', () => {
    const counts = new Map(unique.map(({ name }) => [name, 0]));
    for (let seed = 0; seed < 400; seed++)
      for (const { name } of splitRecords(unique.slice(0, 20), { seed }).test) counts.set(name, counts.get(name)! + 1);
    // 0.15 x 400 = 60, give or take four standard deviations.
    for (const { name } of unique.slice(0, 20)) expect(Math.abs(counts.get(name)! - 60)).toBeLessThan(29);
  });

  test('puts copies into every part about as often as single images', () => {
    let inTest = 0;
    for (let seed = 0; seed < 200; seed++)
      inTest += splitRecords(pool.slice(28), {
        seed,
        ratios: { train: 0.5, validation: 0.25, test: 0.25 },
      }).test.filter(({ image }) => image < 10).length;
    // 12 images (3 groups of 4) x 200 x 0.25 = 600, give or take.
    expect(pool.slice(28).filter(({ image }) => image < 10)).toHaveLength(12);
    expect(Math.abs(inTest - 600)).toBeLessThan(120);
  });

  test('reports copies and the labels on which they disagree', () => {
    const records = unique.slice(0, 11).concat({ ...pool[1]!, label: 'other' });
    const { duplicates, checksums } = splitRecords(records, { seed: 1 });
    expect(duplicates).toMatchObject([
      { records: [{ name: '0-0.jpg' }, { name: '0-1.jpg' }], conflicts: ['name', 'label'] },
    ]);
    expect(checksums.get(pool[1]!.file)).toBe(duplicates[0]?.sha256);
  });

  test('leaves no part empty when a few large groups are split', () => {
    const parts = all(splitRecords(pool, { seed: 5, groupBy: ({ label }) => label }));
    expect(parts.map((part) => new Set(part.map(({ label }) => label)).size)).toEqual([1, 1, 1]);
  });

  test('stratifies and groups by a label of a name as by a function that reads it', () => {
    const byName = splitRecords(pool, { seed: 3, stratifyBy: 'label', groupBy: 'image' });
    expect(byName.hash).toBe(
      splitRecords(pool, { seed: 3, stratifyBy: ({ label }) => label, groupBy: ({ image }) => image }).hash,
    );
    expect(byName.hash).not.toBe(splitRecords(pool, { seed: 3 }).hash);
    const message =
      'must be the name of a label or a function of a record, got "rcae", which no record has. Pass e.g. ({ race }) => race.';
    for (const option of ['stratifyBy', 'groupBy'])
      expect(() => splitRecords(pool, { [option]: 'rcae' })).toThrow(`splitRecords: "${option}" ${message}`);
  });

  test('rejects too few records, naming the part that would be empty', () => {
    expect(() => splitRecords([])).toThrow('splitRecords: expected at least one record, got none.');
    expect(() => splitRecords(pool.slice(0, 4))).toThrow(
      'splitRecords: "validation" would be empty: expected at least 3 groups of records, one each for train, validation, test, got 1 (from 4 records). Files with the same bytes are one group: ',
    );
    expect(() => splitRecords(unique, { groupBy: () => 'a' })).toThrow('check that the value differs between groups');
    expect(() => splitRecords(unique.slice(0, 1), { method: 'article' })).toThrow(
      /"train" would be empty.*more records/,
    );
  });

  test('rejects ratios and rules that make no sense', () => {
    const ratios =
      (train: number, validation: number, test: number): (() => unknown) =>
      () =>
        splitRecords(unique, { ratios: { train, validation, test } });
    expect(ratios(0.7, 0.2, 0)).toThrow(
      /^splitRecords: "ratios" must add up to 1, got 0\.7 \+ 0\.2 \+ 0 = 0\.89.*\. Pass e\.g\. \{ train: 0\.7, validation: 0\.15, test: 0\.15 \}\.$/,
    );
    for (const bad of [ratios(0, 0.5, 0.5), ratios(1.5, -0.5, 0), ratios(NaN, 0.5, 0.5)])
      expect(bad).toThrow(/^splitRecords: expected "ratios" of train above 0/);
    for (const [bad, shown] of [
      [[0.7, 0.15, 0.15], '[0.7,0.15,0.15]'],
      [{ train: '1', validation: 0, test: 0 }, '{"train":"1","validation":0,"test":0}'],
    ] as const) {
      expect(() => splitRecords(unique, { ratios: bad as never })).toThrow(
        `validation and test of at least 0, got ${shown}. Pass e.g. { train: 0.7, validation: 0.15, test: 0.15 }.`,
      );
    }
    expect(() => splitRecords({ records: unique.length } as never)).toThrow(
      `splitRecords: expected a list of records, got {"records":${unique.length}}. Pass the "records" of scanUtkFace`,
    );
    expect(() => splitRecords(unique, { method: 'article', ratios: { train: 1, validation: 0, test: 0 } })).toThrow(
      'expected either "ratios" or "method", got both',
    );
    expect(() => splitRecords(unique, { method: 'other' as 'article' })).toThrow(
      '"method" must be \'article\' or left out, got "other"',
    );
    expect(() => splitRecords(unique, { seed: 0.5 })).toThrow('splitRecords: "seed" must be');
  });
});

test.each([null, undefined, NaN, ''])('splitRecords makes each record whose group is %p a group by itself', (none) => {
  const groupOf = ({ image }: Toy): number | string | null | undefined => (image < 30 ? none : image % 3);
  const grouped = splitRecords(unique, { seed: 3, groupBy: groupOf });
  const free = all(grouped).map((part) => part.filter(({ image }) => image < 30).length);
  expect(Math.max(...free)).toBeLessThan(30);
  expect(all(grouped).map(({ length }) => length)).toEqual([28, 6, 6]);
  for (const group of [0, 1, 2])
    expect(all(grouped).filter((part) => part.some((record) => groupOf(record) === group))).toHaveLength(1);
});

test('splitRecords makes one stratum of the records without a value to stratify by', () => {
  for (const none of [null, undefined, NaN]) {
    const split = splitRecords(unique, { seed: 3, stratifyBy: ({ image }) => (image < 20 ? none : 'known') });
    expect(all(split).map((part) => part.filter(({ image }) => image < 20).length)).toEqual([14, 3, 3]);
  }
});

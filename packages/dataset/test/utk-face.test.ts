import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';

import { binAges, countBy, type FaceRecord, parseUtkFaceName, scanUtkFace, splitRecords } from '@polyhead/dataset';

// The real images may not be passed on, so they are used where they are: beside the repository, or where the variable
// says.
const folder = process.env['POLYHEAD_UTKFACE'] ?? join(__dirname, '../../../../shared/utkface');
const there = existsSync(folder);

(there ? describe : describe.skip)(
  `UTKFace itself${there ? '' : ' (not here: set POLYHEAD_UTKFACE to its folder)'}`,
  () => {
    let records: FaceRecord[];
    let rejected: { file: string; reason: string }[];
    beforeAll(async () => ({ records, rejected } = await scanUtkFace(folder)));

    test('is read but for the names without race', () => {
      const noRace = ['39_1_20170116174525125', '61_1_20170109142408075', '61_1_20170109150557335'].map(
        (name) => `${name}.jpg.chip.jpg`,
      );
      expect(noRace).toEqual(expect.arrayContaining(rejected.map(({ file }) => basename(file))));
      expect(records.length).toBeGreaterThan(20_000);
      expect(records.filter(({ date }) => date === undefined)).toHaveLength(5);
    });

    test("has duplicates, most with conflicting labels; none crosses splits, and the sizes are the article's", () => {
      const { train, validation, test, duplicates } = splitRecords(records, { method: 'article' });
      const disputed = duplicates.filter(({ conflicts }) => conflicts.length > 0);
      // Counted with sha256sum over the 20,108 usable of the 20,111 images that were at hand.
      if (records.length === 20_108) expect([duplicates.length, disputed.length]).toEqual([321, 220]);
      expect(disputed.length).toBeGreaterThan(duplicates.length / 2);
      const partOf = new Map(
        [train, validation, test].flatMap((part, index) => part.map(({ file }) => [file, index] as const)),
      );
      for (const group of duplicates) expect(new Set(group.records.map(({ file }) => partOf.get(file))).size).toBe(1);
      const known = Math.trunc(records.length * 0.7);
      expect([train.length, validation.length, test.length]).toEqual([
        Math.trunc(known * 0.7),
        known - Math.trunc(known * 0.7),
        records.length - known,
      ]);
    });

    test('keeps the shares of race, gender and age band when stratified', () => {
      const stratum = ({ age, gender, race }: FaceRecord): string => `${binAges(age)} ${gender} ${race}`;
      const { test } = splitRecords(records, { seed: 7, stratifyBy: stratum });
      const counts = new Map(countBy(test, stratum).map(({ value, count }) => [value, count]));
      // Copies with conflicting labels shift a few.
      for (const { value, count } of countBy(records, stratum))
        expect(Math.abs((counts.get(value) ?? 0) - count * 0.15)).toBeLessThan(4);
    });

    test('has no age 0, so including it changes nothing of the article', () => {
      expect(records.every(({ age }) => age >= 1 && age <= 116)).toBe(true);
      expect(parseUtkFaceName(basename(records[0]!.file)).ok).toBe(true);
    });
  },
);

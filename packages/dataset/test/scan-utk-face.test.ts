import { type FaceRecord, scanUtkFace } from '@polyhead/dataset';
import type { FaceTasks, LabelsOf } from '@polyhead/core';

import { folderOf, jpeg, png } from './folders';

describe('scanUtkFace', () => {
  test('gives typed records and every rejected file with its reason', async () => {
    const folder = folderOf({
      '25_1_2_20170116174525125.jpg.chip.jpg': jpeg(),
      '53__0_20170116184028385.jpg': jpeg(),
      '1_0_0_20170116184028385.jpg': png(),
      'README.md': 'x',
    });
    const { records, rejected } = await scanUtkFace(folder);
    const labels: LabelsOf<FaceTasks> | undefined = records[0];
    expect(labels).toEqual({
      file: `${folder}/25_1_2_20170116174525125.jpg.chip.jpg`,
      age: 25,
      gender: 'female',
      race: 'asian',
      date: '2017-01-16T17:45:25.125',
    });
    expect(rejected.map(({ kind }) => kind)).toEqual(['contents', 'name', 'extension']);
    // @ts-expect-error -- a misspelled label does not compile
    expect((records[0] as FaceRecord).gendre).toBeUndefined();
  });

  test('throws for a folder without a single usable image, with a summary of the reasons', async () => {
    const folder = folderOf({
      'a.txt': 'a',
      'b.txt': 'b',
      'holiday.jpg': jpeg(),
      'UTKFace/1_0_0_20170116184028385.jpg': jpeg(),
    });
    const message = await scanUtkFace(folder).catch((error: Error) => error.message);
    expect(message).toContain(
      `scanUtkFace: no image in "${folder}" can be used; rejected: 2 (e.g. "${folder}/a.txt" is no image: extension ".txt"`,
    );
    expect(message).toContain(`1 (e.g. "${folder}/UTKFace" is a folder: pass recursive: true to scan it)`);
    expect(message).toContain(`1 (e.g. "${folder}/holiday.jpg" has 1 of the 4 fields age_gender_race_date)`);
    expect(message).toMatch(/Expected images named age_gender_race_date\.jpg, e\.g\. 25_1_2_20170116174525125\.jpg\.$/);
  });

  test('throws for an empty folder and a missing one, in its own name', async () => {
    const folder = folderOf({});
    await expect(scanUtkFace(folder)).rejects.toThrow(`scanUtkFace: folder "${folder}" is empty.`);
    await expect(scanUtkFace(`${folder}/no`)).rejects.toThrow(`scanUtkFace: folder "${folder}/no" does not exist.`);
  });
});
